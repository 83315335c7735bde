import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Address } from '../primitives/address.ts'
import { prefixCuts } from './prefixCuts.ts'

/** A part of something in bps, and whose it is. */
export type Share = { readonly account: Address; readonly bps: number }

/**
 * Cuts an amount by shares in their order, ⌊amount·B_i/10000⌋ − ⌊amount·B_{i−1}/10000⌋ with B the running sum of bps; the
 * rest is the owner's.
 * @param amount wei
 * @param shares at most 10,000 bps in all
 * @returns whom each part is for, in the order of the shares, the owner last; wei that sum to `amount`
 * @throws CORE_INTEGER_RANGE
 */
export function splitShares(
  amount: bigint,
  shares: readonly Share[],
  owner: Address,
): readonly { readonly account: Address; readonly amount: bigint }[] {
  const given = shares.reduce((sum, { bps }) => sum + bps, 0)
  if (shares.some(({ bps }) => !Number.isInteger(bps) || bps < 0) || given > 10_000)
    throw new OpenLedgerError(coreErrors.CORE_INTEGER_RANGE, `Shares of ${given} bps are not within the whole.`)
  const accounts = [...shares.map(({ account }) => account), owner]
  const cuts = prefixCuts(amount, [...shares.map(({ bps }) => BigInt(bps)), BigInt(10_000 - given)], 10_000n)
  return cuts.map((cut, i) => ({ account: accounts[i] ?? owner, amount: cut }))
}
