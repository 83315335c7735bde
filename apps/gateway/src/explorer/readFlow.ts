import type { FlowPath, MoneyFlow } from '@openledger/core/api/flows.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { creditDatanet } from '../accounts/readEarnings.ts'

/** Ways that are listed one by one. */
const PATHS_MAX = 400
/** Parts of a fee by the credit's role: 1 operator, 2 model, 3 stakers, 4 contributor, 5 Datanet owner, 6 Datanet pool. */
const PARTS = ['data', 'operator', 'model', 'stakers'] as const

const total = (what: unknown) => sql<string>`coalesce(sum(${what}), 0)::text`.mapWith(BigInt)
const modelName = sql<string>`coalesce(${models.name}, ${calls.modelId})`

/**
 * Which way money went, from tables alone. Invariant: paths + rest = total, to the wei; of an epoch the total is the fees of
 * its receipts, so what no account was credited for shows as burned.
 *
 * @param of an epoch that was posted, or an account over all posted epochs
 */
export async function readFlow(
  db: Database,
  of: { readonly epoch: bigint } | { readonly account: Address },
): Promise<MoneyFlow> {
  const chosen = 'epoch' in of ? eq(epochCredits.epoch, of.epoch) : eq(epochCredits.account, of.account)
  const posted = inArray(epochs.status, ['posted', 'final'])
  const part = sql<number>`CASE WHEN ${epochCredits.role} <= 3 THEN ${epochCredits.role} ELSE 0 END`.mapWith(Number)
  const amount = total(epochCredits.amount)
  const keys = {
    payer: channels.payer,
    modelId: calls.modelId,
    model: modelName,
    part,
    datanetId: datanets.datanetId,
    slug: datanets.slug,
    account: epochCredits.account,
  }
  const credited = await db
    .select({ ...keys, amount })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .innerJoin(calls, eq(calls.callId, epochCredits.callId))
    .innerJoin(channels, eq(channels.channelId, calls.channelId))
    .leftJoin(models, eq(models.modelId, calls.modelId))
    .leftJoin(records, eq(records.commitment, epochCredits.commitment))
    .leftJoin(datanets, eq(datanets.datanetId, creditDatanet))
    .where(and(chosen, posted))
    .groupBy(...Object.values(keys))
    .orderBy(desc(sql`sum(${epochCredits.amount})`))
    .limit(PATHS_MAX)
  const [earned] = await db
    .select({ amount })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .where(and(chosen, posted))
  const burned = 'epoch' in of ? await readBurned(db, of.epoch) : []
  const sum = (rows: readonly { readonly amount: bigint }[]) => rows.reduce((all, row) => all + row.amount, 0n)
  const paths: FlowPath[] = [
    ...credited.map((row) => ({
      payer: row.payer,
      modelId: row.modelId,
      model: row.model,
      part: PARTS[row.part] ?? 'data',
      datanet: row.datanetId === null ? null : { datanetId: row.datanetId, slug: row.slug },
      account: row.account,
      amount: row.amount.toString(),
    })),
    ...burned.map(({ amount: wei, ...row }) => {
      return { ...row, part: 'burn' as const, datanet: null, account: null, amount: wei.toString() }
    }),
  ]
  const all = (earned?.amount ?? 0n) + sum(burned)
  return { paths, rest: (all - sum(credited) - sum(burned)).toString(), total: all.toString() }
}

/** What of an epoch's fees nobody was credited for, by payer and model. */
async function readBurned(db: Database, epoch: bigint) {
  const credits = db
    .select({ callId: epochCredits.callId, paid: sql<string>`sum(${epochCredits.amount})`.as('paid') })
    .from(epochCredits)
    .where(eq(epochCredits.epoch, epoch))
    .groupBy(epochCredits.callId)
    .as('credits')
  const rows = await db
    .select({
      payer: channels.payer,
      modelId: calls.modelId,
      model: modelName,
      amount: total(sql`${receipts.fee} - coalesce(${credits.paid}, 0)`),
    })
    .from(receipts)
    .innerJoin(calls, eq(calls.callId, receipts.callId))
    .innerJoin(channels, eq(channels.channelId, receipts.channelId))
    .leftJoin(models, eq(models.modelId, calls.modelId))
    .leftJoin(credits, eq(credits.callId, receipts.callId))
    .where(eq(receipts.epoch, epoch))
    .groupBy(channels.payer, calls.modelId, modelName)
  return rows.filter(({ amount }) => amount > 0n)
}
