import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ApiRecord } from '@openledger/core/api/versions.ts'
import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, countDistinct, desc, eq, inArray, sql } from 'drizzle-orm'

/** What contributors were credited for a record in posted and final epochs, in wei: the same as stands in the published trees. */
export async function readIncome(db: Database, commitment: Hash32): Promise<ApiRecord['income']> {
  const rows = await db
    .select({
      epoch: epochCredits.epoch,
      model: sql<string>`coalesce(${models.name}, ${calls.modelId}, '')`,
      calls: countDistinct(epochCredits.callId),
      amount: sql<string>`sum(${epochCredits.amount})::text`,
    })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .leftJoin(calls, eq(calls.callId, epochCredits.callId))
    .leftJoin(models, eq(models.modelId, calls.modelId))
    .where(
      and(
        eq(epochCredits.commitment, commitment),
        eq(epochCredits.role, ROLE.contributor),
        inArray(epochs.status, ['posted', 'final']),
      ),
    )
    .groupBy(epochCredits.epoch, sql`2`)
    .orderBy(desc(epochCredits.epoch), sql`2`)
  return {
    total: rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
    calls: rows.reduce((sum, row) => sum + row.calls, 0),
    entries: rows.map(({ epoch, ...row }) => ({ epoch: Number(epoch), ...row })),
  }
}
