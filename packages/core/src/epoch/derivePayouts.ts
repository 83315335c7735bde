import type { CreditLeaf } from '../leaves/creditLeaf.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { uint128 } from '../primitives/integers.ts'

/**
 * Adds an epoch's credits to the previous payouts; every account stays.
 * @returns ascending by account
 * @throws CORE_INTEGER_RANGE
 */
export function derivePayouts(previous: readonly PayoutLeaf[], credits: readonly CreditLeaf[]): PayoutLeaf[] {
  const cumulative = new Map<Address, bigint>(previous.map((leaf) => [leaf.account, leaf.cumulative]))
  for (const credit of credits) cumulative.set(credit.account, (cumulative.get(credit.account) ?? 0n) + credit.amount)
  return [...cumulative]
    .map(([account, sum]) => ({ account, cumulative: uint128(sum, `payout of ${account}`) }))
    .sort((a, b) => (a.account < b.account ? -1 : 1))
}
