import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { datanetRatingsAbi } from '../abi/datanetRatings.ts'
import type { ContractCall } from './contractCall.ts'

const abi = datanetRatingsAbi

/** 1 to 5 stars for a Datanet, and the hash of what is said of it (0 for nothing). */
export type DatanetRating = { readonly datanetId: Hex32; readonly stars: number; readonly reasonHash: Hex32 }

/** Rates a Datanet, weighed by what the sender has staked. */
export function rateDatanetCall(addresses: ContractAddresses, rating: DatanetRating): ContractCall {
  const args = [rating.datanetId, rating.stars, rating.reasonHash] as const
  return { to: addresses.datanetRatings, data: encodeFunctionData({ abi, functionName: 'rate', args }) }
}

/** Weighs a rating anew by what its rater has staked now; anyone may send it. */
export function refreshRatingCall(addresses: ContractAddresses, datanetId: Hex32, rater: Address): ContractCall {
  const args = [datanetId, rater] as const
  return { to: addresses.datanetRatings, data: encodeFunctionData({ abi, functionName: 'refresh', args }) }
}
