import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { committeeAbi } from '../abi/committee.ts'
import type { Chain } from '../clients/createChain.ts'
import { type CommitteeRequest, readRequest } from '../committee/openRequests.ts'
import { readEvents } from '../rpc/readEvents.ts'
import { readAnswered, readDemanded } from './demandEvents.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'

/** `ISettlement.EpochStatus`. */
const STANDINGS = ['none', 'open', 'final', 'void'] as const

/** What others did about an epoch. Times in Unix seconds. */
export type Challenges = {
  readonly standing: (typeof STANDINGS)[number]
  /** How often the number was posted. */
  readonly posts: number
  /** Undefined before it is posted. */
  readonly poster: Address | undefined
  readonly demands: readonly {
    readonly tree: DemandedTree
    readonly chunk: number
    readonly post: number
    readonly demander: Address
    readonly deadline: bigint
    readonly answered: boolean
  }[]
  readonly requests: readonly CommitteeRequest[]
}

/**
 * How an epoch stands on chain, every demand for its data with whether it was answered, and every request to a committee,
 * ended ones too; oldest first.
 * @throws what viem throws when the chain can't be read, CHAIN_ANSWER_INVALID
 */
export async function readChallenges(chain: Chain, operator: Address, number: bigint): Promise<Challenges> {
  const { client, addresses, settlement } = chain
  const [[, , , status], posts, poster, demanded, answered, requested] = await Promise.all([
    settlement.read.epochOf([operator, number]),
    settlement.read.postOf([operator, number]),
    settlement.read.posterOf([operator, number]),
    readDemanded(chain, { operator, number }),
    readAnswered(chain, { operator, number }),
    readEvents(client, {
      abi: committeeAbi,
      address: addresses.committee,
      eventName: 'ReexecutionRequested',
      args: { operator },
      fromBlock: BigInt(addresses.deployBlock),
    }),
  ])
  const keyOf = ({ post, tree, chunk }: { readonly post: number; readonly tree: number; readonly chunk: number }) =>
    `${post} ${tree} ${chunk}`
  const shown = new Set(answered.map(({ args }) => keyOf(args)))
  const ids: Hex32[] = requested.filter(({ args }) => args.number === number).map(({ args }) => args.requestId)
  return {
    standing: STANDINGS[status] ?? 'none',
    posts,
    poster: BigInt(poster) === 0n ? undefined : toAddress(poster),
    demands: demanded.flatMap(({ args }) => {
      const tree = DEMANDED_TREES[args.tree]
      const { chunk, post, challenger, deadline } = args
      const demander = toAddress(challenger)
      return tree === undefined ? [] : [{ tree, chunk, post, demander, deadline, answered: shown.has(keyOf(args)) }]
    }),
    requests: await Promise.all(ids.map((id) => readRequest(chain, id))),
  }
}
