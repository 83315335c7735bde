import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Split } from '@openledger/core/payout/splitFee.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import type { ContractCall } from './contractCall.ts'

const abi = modelRegistryAbi

/** What a developer registers; prices in wei a token. Hashes are 0 where the model has no such part. */
export type ModelParams = {
  readonly name: string
  readonly baseHash: Hex32
  readonly adapterHash: Hex32
  readonly manifestHash: Hex32
  readonly logRoot: Hex32
  readonly indexHash: Hex32
  readonly trainingVersions: readonly Hex32[]
  readonly retrievalVersions: readonly Hex32[]
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  readonly split: Split
  /** Models that this one is built on, and the bps of its model part that each gets; none by default. */
  readonly parents?: readonly { readonly ancestor: Hex32; readonly bps: number }[]
  /** Least royalty that models built on this one must give it, bps; 0 by default. */
  readonly askedRoyaltyBps?: number
}

/** Registers the sender's model; price version 1 holds at once. */
export function registerModelCall(addresses: ContractAddresses, params: ModelParams): ContractCall {
  const args = [{ parents: [], askedRoyaltyBps: 0, ...params }] as const
  return { to: addresses.modelRegistry, data: encodeFunctionData({ abi, functionName: 'register', args }) }
}

/** A new price, in effect after the registry's price delay; wei a token. */
export function setPriceCall(
  addresses: ContractAddresses,
  price: { readonly modelId: Hex32; readonly inputPrice: bigint; readonly outputPrice: bigint },
): ContractCall {
  const args = [price.modelId, price.inputPrice, price.outputPrice] as const
  return { to: addresses.modelRegistry, data: encodeFunctionData({ abi, functionName: 'setPrice', args }) }
}
