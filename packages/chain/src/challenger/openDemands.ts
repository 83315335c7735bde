import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { getContract, type PublicClient } from 'viem'
import { challengesAbi } from '../abi/challenges.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { readAnswered, readDemanded } from './demandEvents.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'

/** A demand for a chunk of an open epoch that nobody has answered. */
export type OpenDemand = {
  readonly number: bigint
  /** Ordinal of the epoch's post: a number that is posted again has another. */
  readonly post: number
  readonly tree: DemandedTree
  readonly chunk: number
  /** Leaves of a full chunk, or nodes of the claims tree. */
  readonly size: number
  /** Unix seconds; without an answer until then the epoch becomes void. */
  readonly deadline: bigint
}

/** Epoch states of `ISettlement.EpochStatus` in which a demand counts. */
const OPEN = 1

/**
 * What is demanded of an operator's open epochs and not answered, oldest first. For a claims tree only the epoch's poster
 * may answer: what is demanded of others' is left out. However much is demanded, it takes two readings of events and three
 * calls for each epoch.
 * @param answerer who wants to answer; by default the operator
 * @throws what viem throws when the chain can't be read, CHAIN_ANSWER_INVALID
 */
export async function openDemands(
  { client, addresses }: { readonly client: PublicClient; readonly addresses: ContractAddresses },
  operator: Address,
  answerer: Address = operator,
): Promise<OpenDemand[]> {
  const challenges = getContract({ abi: challengesAbi, address: addresses.challenges, client })
  const settlement = getContract({ abi: settlementAbi, address: addresses.settlement, client })
  const demanded = await readDemanded({ client, addresses }, { operator })
  if (demanded.length === 0) return []
  const answered = new Set((await readAnswered({ client, addresses }, { operator })).map(({ args }) => keyOf(args)))
  const sizes = await Promise.all(DEMANDED_TREES.map((_, index) => challenges.read.chunkSizeOf([index])))
  const open: OpenDemand[] = []
  for (const [number, ofEpoch] of Map.groupBy(demanded, ({ args }) => args.number)) {
    const [, , , status] = await settlement.read.epochOf([operator, number])
    if (status !== OPEN) continue
    const standing = await settlement.read.postOf([operator, number])
    const isPoster = toAddress(await settlement.read.posterOf([operator, number])) === answerer
    for (const { args } of ofEpoch) {
      const { post, tree: index, chunk, deadline } = args
      const [tree, size] = [DEMANDED_TREES[index], sizes[index]]
      if (tree === undefined || size === undefined || post !== standing || answered.has(keyOf(args))) continue
      if (tree !== 'claims' || isPoster) open.push({ number, post, tree, chunk, size, deadline })
    }
  }
  return open
}

/** A demand and its answer have the same; a number that is posted again is another post. */
const keyOf = ({ post, tree, chunk }: { readonly post: number; readonly tree: number; readonly chunk: number }) =>
  `${post} ${tree} ${chunk}`
