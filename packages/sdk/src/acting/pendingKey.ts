import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { concatHex, keccak256, numberToHex } from 'viem'

/** What a call on its way is noted under: the same for the same call of the same account on the same chain. */
export function pendingKey(chainId: number, account: Address, { to, data }: ContractCall): string {
  return `openledger.sending.${keccak256(concatHex([numberToHex(chainId, { size: 32 }), account, to, data]))}`
}
