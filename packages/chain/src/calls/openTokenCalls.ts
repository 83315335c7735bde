import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { encodeFunctionData } from 'viem'
import { openTokenAbi } from '../abi/openToken.ts'
import type { ContractCall } from './contractCall.ts'

/** Lets `spender` move up to `amount` wei of the sender's OPEN. */
export function approveOpenCall(addresses: ContractAddresses, spender: Address, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi: openTokenAbi, functionName: 'approve', args: [spender, amount] })
  return { to: addresses.openToken, data }
}

/** Moves `amount` wei of the sender's OPEN to `to`. */
export function transferOpenCall(addresses: ContractAddresses, to: Address, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi: openTokenAbi, functionName: 'transfer', args: [to, amount] })
  return { to: addresses.openToken, data }
}
