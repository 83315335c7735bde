import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { grants } from '@openledger/db/schema/grants.ts'
import { models } from '@openledger/db/schema/models.ts'
import { prices } from '@openledger/db/schema/prices.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { applyChannelEvent, CHANNEL_EVENTS, EMPTY_CHANNEL } from './applyChannelEvent.ts'
import { DATANET_CHANGES } from './applyDatanetChange.ts'
import { DISPUTE_EVENTS } from './applyDisputeEvent.ts'
import { applyGrantEvent, GRANT_EVENTS } from './applyGrantEvent.ts'
import { readEvents } from './keepEvent.ts'
import { deriveDatanet, deriveDispute, deriveModelOwner } from './rollbackRegistries.ts'

/**
 * Takes back what came from blocks above `toBlock`. What a single event made is deleted; what several events made
 * (channels, grants) is derived again from the events that are left. What people uploaded stays.
 */
export async function rollback(db: Database, toBlock: bigint): Promise<void> {
  const gone = await db
    .delete(chainEvents)
    .where(gt(chainEvents.blockNumber, toBlock))
    .returning({ subject: chainEvents.subject, name: chainEvents.name })
  for (const table of [datanets, disputes, versions, models, prices])
    await db.delete(table).where(gt(table.blockNumber, toBlock))
  await takeBackContributions(db, toBlock)
  for (const channelId of subjects(gone, CHANNEL_EVENTS)) await deriveChannel(db, channelId)
  for (const grantId of subjects(gone, GRANT_EVENTS)) {
    await db.delete(grants).where(eq(grants.grantId, grantId))
    for (const event of await readEvents(db, grantId, GRANT_EVENTS)) await applyGrantEvent(db, event)
  }
  for (const datanetId of subjects(gone, DATANET_CHANGES)) await deriveDatanet(db, datanetId)
  for (const modelId of subjects(gone, ['ModelTransferred'])) await deriveModelOwner(db, modelId)
  for (const disputeId of subjects(gone, DISPUTE_EVENTS)) await deriveDispute(db, disputeId)
}

function subjects(gone: readonly { subject: Hash32 | null; name: string }[], names: readonly string[]): Set<Hash32> {
  return new Set(gone.flatMap(({ subject, name }) => (subject !== null && names.includes(name) ? [subject] : [])))
}

/** Contributions of ours wait for the chain again; those that others relayed are unknown again. */
async function takeBackContributions(db: Database, toBlock: bigint): Promise<void> {
  const above = gt(contributions.blockNumber, toBlock)
  const back = await db
    .update(contributions)
    .set({ status: 'submitted', blockNumber: null, logIndex: null })
    .where(above)
    .returning({ contributionId: contributions.contributionId })
  const ids = back.map(({ contributionId }) => contributionId)
  if (ids.length === 0) return
  await db.update(records).set({ registeredOrder: null }).where(inArray(records.contributionId, ids))
  await db.delete(records).where(and(inArray(records.contributionId, ids), isNull(records.recordId)))
  const emptied = await db
    .select({ contributionId: contributions.contributionId })
    .from(contributions)
    .leftJoin(records, eq(records.contributionId, contributions.contributionId))
    .where(and(inArray(contributions.contributionId, ids), isNull(contributions.signature), isNull(records.commitment)))
  for (const { contributionId } of emptied)
    await db.delete(contributions).where(eq(contributions.contributionId, contributionId))
}

/** A channel of which keys exist stays, with nothing in it; its calls and receipts are the gateway's. */
async function deriveChannel(db: Database, channelId: Hash32): Promise<void> {
  const left = await readEvents(db, channelId, CHANNEL_EVENTS)
  await db.update(channels).set(EMPTY_CHANNEL).where(eq(channels.channelId, channelId))
  for (const event of left) await applyChannelEvent(db, event)
  if (left.length > 0 || (await db.$count(apiKeys, eq(apiKeys.channelId, channelId))) > 0) return
  await db.delete(channels).where(eq(channels.channelId, channelId))
}
