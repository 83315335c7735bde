import type { Address } from '@openledger/core/api/primitives.ts'
import { type ClaimProof, proveClaim } from '@openledger/core/epoch/proveClaim.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { asc, desc, eq } from 'drizzle-orm'

/**
 * What an account may claim by the last final epoch, with its proof.
 *
 * @returns undefined while nothing is final, or when the account earned nothing up to then
 */
export async function readClaim(
  db: Database,
  account: Address,
): Promise<(ClaimProof & { readonly epoch: bigint }) | undefined> {
  const [last] = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(eq(epochs.status, 'final'))
    .orderBy(desc(epochs.number))
    .limit(1)
  if (last === undefined) return undefined
  const payouts = await db
    .select({ account: epochPayouts.account, cumulative: epochPayouts.cumulative })
    .from(epochPayouts)
    .where(eq(epochPayouts.epoch, last.number))
    .orderBy(asc(epochPayouts.account))
  const claim = proveClaim(payouts, account)
  return claim === undefined ? undefined : { ...claim, epoch: last.number }
}
