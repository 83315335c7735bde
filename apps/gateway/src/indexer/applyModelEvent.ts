import type { Database } from '@openledger/db/database.ts'
import { models } from '@openledger/db/schema/models.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import type { KeptEvent } from './keepEvent.ts'

/** Takes registrations and prices into `models` and `prices`; other events are left alone. */
export async function applyModelEvent(db: Database, event: KeptEvent): Promise<void> {
  const { blockNumber, logIndex } = event
  if (event.name === 'ModelRegistered') {
    const { modelId, developer, params } = event.args
    const { inputPrice: _input, outputPrice: _output, ...registered } = params
    await db
      .insert(models)
      .values({ modelId, developer, ...registered, blockNumber, logIndex })
      .onConflictDoNothing()
  } else if (event.name === 'PriceSet') {
    await db
      .insert(prices)
      .values({ ...event.args, blockNumber })
      .onConflictDoNothing()
  }
}
