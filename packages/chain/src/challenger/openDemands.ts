import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { getContract, type PublicClient } from 'viem'
import { challengesAbi } from '../abi/challenges.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { readDemanded } from './demandEvents.ts'
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
 * may answer: what is demanded of others' is left out.
 * @param answerer who wants to answer; by default the operator
 * @throws what viem throws when the chain can't be read
 */
export async function openDemands(
  { client, addresses }: { readonly client: PublicClient; readonly addresses: ContractAddresses },
  operator: Address,
  answerer: Address = operator,
): Promise<OpenDemand[]> {
  const challenges = getContract({ abi: challengesAbi, address: addresses.challenges, client })
  const settlement = getContract({ abi: settlementAbi, address: addresses.settlement, client })
  const demanded = await readDemanded({ client, addresses }, { operator })
  const open: OpenDemand[] = []
  for (const { args } of demanded) {
    const { number, post, tree: index, chunk, deadline } = args
    const tree = DEMANDED_TREES[index]
    if (tree === undefined) continue
    const [, , , status] = await settlement.read.epochOf([operator, number])
    if (status !== OPEN || (await settlement.read.postOf([operator, number])) !== post) continue
    if (tree === 'claims' && toAddress(await settlement.read.posterOf([operator, number])) !== answerer) continue
    if ((await challenges.read.demandOf([operator, post, index, chunk])).answered) continue
    open.push({ number, post, tree, chunk, size: await challenges.read.chunkSizeOf([index]), deadline })
  }
  return open
}
