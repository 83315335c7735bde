import type { Database } from '@openledger/db/database.ts'
import { models } from '@openledger/db/schema/models.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { eq } from 'drizzle-orm'
import type { KeptEvent } from './keepEvent.ts'

/** Takes registrations, new owners and prices into `models` and `prices`; other events are left alone. */
export async function applyModelEvent(db: Database, event: KeptEvent): Promise<void> {
  const { blockNumber, logIndex } = event
  if (event.name === 'ModelRegistered') {
    const { modelId, developer, params } = event.args
    const {
      inputPrice: _input,
      outputPrice: _output,
      parents: _parents,
      askedRoyaltyBps: _asked,
      ...registered
    } = params
    await db
      .insert(models)
      .values({ modelId, developer, owner: developer, ...registered, blockNumber, logIndex })
      .onConflictDoNothing()
  } else if (event.name === 'ModelTransferred') {
    await db.update(models).set({ owner: event.args.to }).where(eq(models.modelId, event.args.modelId))
  } else if (event.name === 'PriceSet') {
    await db
      .insert(prices)
      .values({ ...event.args, blockNumber })
      .onConflictDoNothing()
  }
}
