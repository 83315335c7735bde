import { epochTotalsSchema } from '@openledger/core/api/epochs.ts'
import type { Totals } from '@openledger/core/api/explorer.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { count, countDistinct, eq, inArray, isNull, ne, sql } from 'drizzle-orm'

/** Credit role of a contributor in the protocol. */
const CONTRIBUTOR_ROLE = 4

/** Sums what this gateway's tables hold of every station of the loop. Amounts in wei. */
export async function readTotals(db: Database): Promise<Totals> {
  const verdicts = await db
    .select({ verdict: records.verdict, records: count() })
    .from(records)
    .groupBy(records.verdict)
  const of = (verdict: string) => verdicts.find((row) => row.verdict === verdict)?.records ?? 0
  const [contributors] = await db.select({ accounts: countDistinct(contributions.contributor) }).from(contributions)
  const methods = await db
    .select({ method: attributions.method, calls: count() })
    .from(attributions)
    .where(ne(attributions.method, ''))
    .groupBy(attributions.method)
  const [credited] = await db
    .select({
      records: countDistinct(epochCredits.commitment),
      contributors: countDistinct(epochCredits.account),
    })
    .from(epochCredits)
    .where(eq(epochCredits.role, CONTRIBUTOR_ROLE))
  return {
    datanets: await db.$count(datanets),
    versions: await db.$count(versions),
    records: { accepted: of('accept'), marked: of('mark'), refused: of('refuse'), pending: of('pending') },
    contributors: contributors?.accounts ?? 0,
    models: await db.$count(models),
    calls: await sumReceipts(db, 'all'),
    waiting: await sumReceipts(db, 'waiting'),
    attributed: {
      count: methods.reduce((sum, row) => sum + row.calls, 0),
      flat: methods.find((row) => row.method === 'flat')?.calls ?? 0,
    },
    ...(await sumEpochs(db)),
    claimed: await sumClaimed(db),
    paid: { records: credited?.records ?? 0, contributors: credited?.contributors ?? 0 },
  }
}

async function sumReceipts(db: Database, which: 'all' | 'waiting') {
  const [row] = await db
    .select({ count: count(), fees: sql<string>`coalesce(sum(${receipts.fee}), 0)::text` })
    .from(receipts)
    .where(which === 'waiting' ? isNull(receipts.epoch) : undefined)
  return { count: row?.count ?? 0, fees: row?.fees ?? '0' }
}

async function sumEpochs(db: Database): Promise<Pick<Totals, 'epochs' | 'settled'>> {
  const rows = await db
    .select({ status: epochs.status, totals: epochs.totals })
    .from(epochs)
    .where(inArray(epochs.status, ['posted', 'final']))
  const totals = rows.flatMap((row) => (row.totals === null ? [] : [epochTotalsSchema.parse(row.totals)]))
  const sum = (key: 'fees' | 'paid' | 'burned' | 'carried' | 'pools') =>
    totals.reduce((all, one) => all + BigInt(one[key]), 0n).toString()
  return {
    epochs: { posted: rows.length, final: rows.filter((row) => row.status === 'final').length },
    settled: {
      fees: sum('fees'),
      paid: sum('paid'),
      burned: sum('burned'),
      carried: sum('carried'),
      pools: sum('pools'),
    },
  }
}

/** Claims as the chain logged them; amounts are kept as text with an `n` behind. */
async function sumClaimed(db: Database): Promise<string> {
  const [row] = await db
    .select({ amount: sql<string>`coalesce(sum(rtrim(${chainEvents.args}->>'amount', 'n')::numeric), 0)::text` })
    .from(chainEvents)
    .where(inArray(chainEvents.name, ['Claimed', 'ClaimedMany']))
  return row?.amount ?? '0'
}
