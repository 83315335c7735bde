import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { TransferAuthorization } from '@openledger/core/eip712/transferAuthorization.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { encodeFunctionData, type Hex, parseSignature } from 'viem'
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

/**
 * Makes a transfer that its sender authorised (EIP-3009); anyone may hand it in, once.
 * @param signature 65 bytes: r, s, v
 */
export function transferAuthorizedCall(
  addresses: ContractAddresses,
  authorization: TransferAuthorization,
  signature: Hex,
): ContractCall {
  const { from, to, value, validAfter, validBefore, nonce } = authorization
  const { r, s, yParity } = parseSignature(signature)
  const args = [from, to, value, validAfter, validBefore, nonce, yParity + 27, r, s] as const
  const data = encodeFunctionData({ abi: openTokenAbi, functionName: 'transferWithAuthorization', args })
  return { to: addresses.openToken, data }
}
