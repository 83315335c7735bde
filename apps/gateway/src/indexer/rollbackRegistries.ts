import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { models } from '@openledger/db/schema/models.ts'
import { records } from '@openledger/db/schema/records.ts'
import { eq } from 'drizzle-orm'
import { applyDatanetChange, DATANET_CHANGES, UNCHANGED_DATANET } from './applyDatanetChange.ts'
import { applyDisputeEvent, DISPUTE_EVENTS, OPEN_DISPUTE } from './applyDisputeEvent.ts'
import { readEvents } from './keepEvent.ts'

/** Derives a Datanet's owner, curators, licence and revoked records again from the events that are left. */
export async function deriveDatanet(db: Database, datanetId: Hash32): Promise<void> {
  const [created] = await readEvents(db, datanetId, ['DatanetCreated'])
  if (created === undefined) return
  await db
    .update(datanets)
    .set({ ...UNCHANGED_DATANET, owner: created.args.owner })
    .where(eq(datanets.datanetId, datanetId))
  await db.update(records).set({ revoked: false }).where(eq(records.datanetId, datanetId))
  for (const event of await readEvents(db, datanetId, DATANET_CHANGES)) await applyDatanetChange(db, event)
}

/** Derives a model's owner again. */
export async function deriveModelOwner(db: Database, modelId: Hash32): Promise<void> {
  const [registered] = await readEvents(db, modelId, ['ModelRegistered'])
  const transfers = await readEvents(db, modelId, ['ModelTransferred'])
  const owner = transfers.at(-1)?.args.to ?? registered?.args.developer
  if (owner !== undefined) await db.update(models).set({ owner }).where(eq(models.modelId, modelId))
}

/** Derives a dispute's stage and verdict again. */
export async function deriveDispute(db: Database, disputeId: Hash32): Promise<void> {
  await db.update(disputes).set(OPEN_DISPUTE).where(eq(disputes.disputeId, disputeId))
  for (const event of await readEvents(db, disputeId, DISPUTE_EVENTS)) await applyDisputeEvent(db, event)
}
