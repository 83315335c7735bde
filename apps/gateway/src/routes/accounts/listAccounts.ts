import { listAccounts } from '@openledger/core/api/explorer.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { asc, desc, eq, inArray, max } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts: who has earned, by the newest posted epoch. Payouts are cumulative: its leaves hold everybody. */
export const handler = defineHandler(listAccounts, async ({ deps }) => {
  const [newest] = await deps.db
    .select({ number: epochs.number })
    .from(epochs)
    .where(inArray(epochs.status, ['posted', 'final']))
    .orderBy(desc(epochs.number))
    .limit(1)
  if (newest === undefined) return { data: [] }
  const rows = await deps.db
    .select()
    .from(epochPayouts)
    .where(eq(epochPayouts.epoch, newest.number))
    .orderBy(desc(epochPayouts.cumulative), asc(epochPayouts.account))
  const credited = await deps.db
    .select({ account: epochCredits.account, epoch: max(epochCredits.epoch) })
    .from(epochCredits)
    .groupBy(epochCredits.account)
  const lastEpoch = new Map(credited.map(({ account, epoch }) => [account, Number(epoch ?? 0n)]))
  return {
    data: rows.map(({ account, cumulative }) => ({
      account,
      cumulative: cumulative.toString(),
      lastEpoch: lastEpoch.get(account) ?? 0,
    })),
  }
})
