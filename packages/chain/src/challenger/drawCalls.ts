import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeAbiParameters, keccak256 } from 'viem'

/** Calls of an epoch that are drawn, by default, to have their records shown. */
export const CALLS_SHOWN = 8

/** As many values as a double tells apart in [0, 1). */
const STEPS = 2 ** 53

/**
 * Draws calls without putting back, each by the odds of its fee: what is spent on looking into records goes where the
 * money is, as auditors draw by monetary unit. A call without a fee comes last. The same seed draws the same calls; who
 * posts an epoch must not know the seed, or it could lie about calls that are not drawn.
 *
 * By exponential keys: Efraimidis and Spirakis, Weighted random sampling with a reservoir (2006).
 */
export function drawCalls<Call extends { readonly callId: Hex32; readonly fee: bigint }>(
  seed: Hex32,
  calls: readonly Call[],
  count: number,
): Call[] {
  const keyed = calls.map((call) => ({ call, key: Math.log(unit(seed, call.callId)) / Number(call.fee) }))
  return keyed
    .toSorted((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ call }) => call)
}

/** A number in (0, 1), from the seed and the call. */
function unit(seed: Hex32, callId: Hex32): number {
  const hash = keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [seed, callId]))
  return (Number(BigInt(hash) >> 203n) + 0.5) / STEPS
}
