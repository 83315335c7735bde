import { getAccount } from '@openledger/core/api/accounts.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { and, asc, desc, eq, inArray, sum } from 'drizzle-orm'
import { readOpenCalls } from '../../accounts/readOpenCalls.ts'
import { creditRole } from '../../calls/creditRoles.ts'
import { readClaim } from '../../epochs/readClaim.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/accounts/{address}: what an account earned by role and record, and what it can claim. */
export const handler = defineHandler(getAccount, async ({ params, deps }) => {
  const account = params.address
  const [newest] = await deps.db
    .select({ cumulative: epochPayouts.cumulative })
    .from(epochPayouts)
    .innerJoin(epochs, eq(epochs.number, epochPayouts.epoch))
    .where(and(eq(epochPayouts.account, account), inArray(epochs.status, ['posted', 'final'])))
    .orderBy(desc(epochPayouts.epoch))
    .limit(1)
  const claim = await readClaim(deps.db, account)
  const available = claim?.cumulative ?? 0n
  const open = await readOpenCalls(deps.db, account)
  const operator = toAddress(deps.operator.address)
  const credits = await deps.db
    .select({
      epoch: epochCredits.epoch,
      role: epochCredits.role,
      commitment: epochCredits.commitment,
      amount: sum(epochCredits.amount).mapWith(BigInt),
    })
    .from(epochCredits)
    .where(eq(epochCredits.account, account))
    .groupBy(epochCredits.epoch, epochCredits.role, epochCredits.commitment)
    .orderBy(asc(epochCredits.epoch), asc(epochCredits.role), asc(epochCredits.commitment))
  return {
    account,
    pending: ((newest?.cumulative ?? 0n) - available + open.amount).toString(),
    pendingOpen: open.amount.toString(),
    waitingCalls: open.waitingCalls,
    available: available.toString(),
    claimed: (await deps.chain.claimedOf(operator, account)).toString(),
    claim:
      claim === undefined
        ? null
        : {
            epoch: Number(claim.epoch),
            cumulative: available.toString(),
            proof: [...claim.proof],
            vault: await deps.chain.vaultOf(operator),
          },
    credits: credits.map(({ epoch, role, commitment, amount }) => ({
      epoch: Number(epoch),
      role: creditRole(role),
      commitment,
      amount: (amount ?? 0n).toString(),
    })),
  }
})
