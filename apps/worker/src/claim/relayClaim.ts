import type { ClaimResult } from '@openledger/core/api/accounts.ts'
import { proveClaim } from '@openledger/core/epoch/proveClaim.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { asc, desc, eq } from 'drizzle-orm'
import type { WorkerDeps } from '../workerDeps.ts'

/**
 * Claims for an account what the last final epoch owes it. The money goes to the account, whoever asks; what was
 * claimed before is not claimed again.
 *
 * @throws CHAIN_*
 */
export async function relayClaim(
  { db, chain }: Pick<WorkerDeps, 'db' | 'chain'>,
  account: Address,
): Promise<ClaimResult> {
  const nothing: ClaimResult = { account, status: 'nothing', amount: '0', transactionHash: null }
  const [last] = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(eq(epochs.status, 'final'))
    .orderBy(desc(epochs.number))
    .limit(1)
  if (!last) return nothing
  const payouts = await db
    .select({ account: epochPayouts.account, cumulative: epochPayouts.cumulative })
    .from(epochPayouts)
    .where(eq(epochPayouts.epoch, last.number))
    .orderBy(asc(epochPayouts.account))
  const claim = proveClaim(payouts, account)
  if (!claim) return nothing
  const claimed = await chain.claimedOf(account)
  if (claimed >= claim.cumulative) return { ...nothing, status: 'already' }
  const transactionHash = await chain.claim(
    `epoch:${last.number}:claim:${account}`,
    account,
    claim.cumulative,
    claim.proof,
  )
  return { account, status: 'claimed', amount: String(claim.cumulative - claimed), transactionHash }
}
