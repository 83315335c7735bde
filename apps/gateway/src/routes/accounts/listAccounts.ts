import { listAccounts } from '@openledger/core/api/explorer.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { and, desc, eq, inArray, max, sql } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'

/**
 * GET /v1/accounts: who has earned, by the newest posted epoch, page by page. Payouts are cumulative: its leaves hold
 * everybody.
 */
export const handler = defineHandler(listAccounts, async ({ query: { limit, after }, deps }) => {
  const [newest] = await deps.db
    .select({ number: epochs.number })
    .from(epochs)
    .where(inArray(epochs.status, ['posted', 'final']))
    .orderBy(desc(epochs.number))
    .limit(1)
  if (newest === undefined) return { data: [], next: null }
  const [cumulative, account] = after?.split('-') ?? []
  const rows = await deps.db
    .select()
    .from(epochPayouts)
    .where(
      and(
        eq(epochPayouts.epoch, newest.number),
        after === undefined
          ? undefined
          : sql`(${epochPayouts.cumulative}, ${epochPayouts.account}) < (${cumulative}::numeric, ${account})`,
      ),
    )
    .orderBy(desc(epochPayouts.cumulative), desc(epochPayouts.account))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const credited = await deps.db
    .select({ account: epochCredits.account, epoch: max(epochCredits.epoch) })
    .from(epochCredits)
    .where(
      inArray(
        epochCredits.account,
        page.map((row) => row.account),
      ),
    )
    .groupBy(epochCredits.account)
  const lastEpoch = new Map(credited.map((row) => [row.account, Number(row.epoch ?? 0n)]))
  const last = page.at(-1)
  return {
    data: page.map((row) => ({
      account: row.account,
      cumulative: row.cumulative.toString(),
      lastEpoch: lastEpoch.get(row.account) ?? 0,
    })),
    next: last === undefined || rows.length <= limit ? null : `${last.cumulative}-${last.account}`,
  }
})
