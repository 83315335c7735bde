import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { VersionLeaf } from '@openledger/core/leaves/versionLeaf.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { trainingFeesAbi } from '../abi/trainingFees.ts'
import type { ContractCall } from './contractCall.ts'

const abi = trainingFeesAbi

/** Pays the fee that the sender's grant asks for a version, from its OPEN (approved before). */
export function payTrainingFeeCall(addresses: ContractAddresses, root: Hex32): ContractCall {
  return { to: addresses.trainingFees, data: encodeFunctionData({ abi, functionName: 'pay', args: [root] }) }
}

/** One run of a version's records (128 of them, or to the last), and the siblings that lead to the root. */
export type FeeRun = {
  readonly root: Hex32
  readonly developer: Address
  readonly run: number
  readonly lines: readonly VersionLeaf[]
  readonly siblings: readonly Hex32[]
}

/** Credits the records of a run with their parts of a payment; anyone may send it. */
export function shareTrainingFeeCall(addresses: ContractAddresses, part: FeeRun): ContractCall {
  const args = [part.root, part.developer, part.run, part.lines, part.siblings] as const
  return { to: addresses.trainingFees, data: encodeFunctionData({ abi, functionName: 'share', args }) }
}

/** Sends an account its balance of training fees; anyone may send it. */
export function withdrawTrainingFeesCall(addresses: ContractAddresses, account: Address): ContractCall {
  return { to: addresses.trainingFees, data: encodeFunctionData({ abi, functionName: 'withdraw', args: [account] }) }
}
