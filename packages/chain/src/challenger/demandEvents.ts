import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { PublicClient } from 'viem'
import { challengesAbi } from '../abi/challenges.ts'
import { readEvents } from '../rpc/readEvents.ts'

/** Of whose epochs; of all of them unless a number is given. */
export type OfEpochs = { readonly operator: Address; readonly number?: bigint }

type Deployment = { readonly client: PublicClient; readonly addresses: ContractAddresses }

/** What was demanded of an operator's epochs, oldest first. @throws what viem throws, CHAIN_ANSWER_INVALID */
export const readDemanded = (deployment: Deployment, args: OfEpochs) =>
  readEvents(deployment.client, { ...filterOf(deployment), eventName: 'Demanded', args })

/** What was answered for an operator's epochs, oldest first. @throws what viem throws, CHAIN_ANSWER_INVALID */
export const readAnswered = (deployment: Deployment, args: OfEpochs) =>
  readEvents(deployment.client, { ...filterOf(deployment), eventName: 'Answered', args })

const filterOf = ({ addresses }: Deployment) => ({
  abi: challengesAbi,
  address: addresses.challenges,
  fromBlock: BigInt(addresses.deployBlock),
})
