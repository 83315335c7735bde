import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { encodeFunctionData } from 'viem'
import { bondVaultAbi } from '../abi/bondVault.ts'
import type { ContractCall } from './contractCall.ts'

/** Adds `amount` wei of the sender's OPEN (approved before) to an operator's bond. */
export function depositBondCall(addresses: ContractAddresses, operator: Address, amount: bigint): ContractCall {
  const data = encodeFunctionData({ abi: bondVaultAbi, functionName: 'deposit', args: [operator, amount] })
  return { to: addresses.bondVault, data }
}
