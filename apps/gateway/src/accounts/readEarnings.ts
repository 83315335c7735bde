import type { Earnings } from '@openledger/core/api/earnings.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, countDistinct, desc, eq, inArray, sql, sum } from 'drizzle-orm'

const amount = sum(epochCredits.amount).mapWith(BigInt)

/** Whose Datanet a credit's record is of; of a pool's credit the commitment is the Datanet itself. */
export const creditDatanet = sql`coalesce(${records.datanetId}, CASE WHEN ${epochCredits.role} = 6 THEN ${epochCredits.commitment} END)`

/**
 * What an account earned in epochs that were posted, each way summing to the same. Three queries, however many credits.
 */
export async function readEarnings(db: Database, account: Address): Promise<Earnings> {
  const own = and(eq(epochCredits.account, account), inArray(epochs.status, ['posted', 'final']))
  const byEpoch = await db
    .select({ epoch: epochs.number, status: epochs.status, amount })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .where(own)
    .groupBy(epochs.number, epochs.status)
    .orderBy(desc(epochs.number))
  const name = sql<string>`coalesce(${models.name}, ${calls.modelId}, '')`
  const byModel = await db
    .select({ model: name, amount, calls: countDistinct(epochCredits.callId) })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .leftJoin(calls, eq(calls.callId, epochCredits.callId))
    .leftJoin(models, eq(models.modelId, calls.modelId))
    .where(own)
    .groupBy(name)
    .orderBy(desc(amount))
  const byDatanet = await db
    .select({ datanetId: datanets.datanetId, slug: datanets.slug, amount })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .leftJoin(records, eq(records.commitment, epochCredits.commitment))
    .leftJoin(datanets, eq(datanets.datanetId, creditDatanet))
    .where(own)
    .groupBy(datanets.datanetId, datanets.slug)
    .orderBy(desc(amount))
  return {
    account,
    epochs: byEpoch.map(({ epoch, status, amount: wei }) => ({ epoch: Number(epoch), status, amount: text(wei) })),
    models: byModel.map(({ model, calls: count, amount: wei }) => ({ model, calls: count, amount: text(wei) })),
    datanets: byDatanet.map(({ datanetId, slug, amount: wei }) => ({ datanetId, slug, amount: text(wei) })),
  }
}

function text(wei: bigint | null): string {
  return (wei ?? 0n).toString()
}
