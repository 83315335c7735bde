import { encodeAbiParameters } from 'viem'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/**
 * ID of the call that made one choice of an answer with several: who knows the first call's finds them all.
 *
 * @param callId the first choice's call
 * @param index of the choice; 0 is `callId` itself
 */
export function choiceCallId(callId: Hex32, index: number): Hex32 {
  if (index === 0) return callId
  return hashHex(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [callId, BigInt(index)]))
}
