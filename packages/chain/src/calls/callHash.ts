import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { concatHex, keccak256 } from 'viem'
import type { ContractCall } from './contractCall.ts'

/** What names a call: the same for the same contract and the same data. */
export function callHash({ to, data }: ContractCall): Hex32 {
  return keccak256(concatHex([to, data]))
}
