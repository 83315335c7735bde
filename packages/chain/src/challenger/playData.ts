import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { zeroAddress } from 'viem'
import { reading } from '../actions/ensure.ts'
import { demandCall } from '../calls/challengesCalls.ts'
import { revertName } from '../rpc/toChainError.ts'
import { DEMANDED_TREES } from './encodeChunk.ts'
import { resolveSilence } from './resolveSilence.ts'
import { type Demander, sendDemand } from './sendDemand.ts'

/** Where the demands for withheld trees stand after a move. */
export type DataMove =
  /** Chunks are demanded; the last of the answers is due `until` then (Unix seconds; 0: not known yet). */
  | { readonly step: 'waits'; readonly tree: TreeName; readonly chunk: number; readonly until: bigint }
  /** The epoch is not open any more: silence was resolved, by whomever, or it was faulty otherwise. */
  | { readonly step: 'over' }
  /** It is too late to demand what is missing. */
  | { readonly step: 'late' }
  /** All was answered on chain, but this RPC does not tell with what: one that traces does. */
  | { readonly step: 'untold' }

/** Chunks that wait for an answer at once, by default: each prepays up to 256 leaves. */
export const CHUNKS_AT_ONCE = 16

/** Epoch states of `ISettlement.EpochStatus` in which a demand counts. */
const OPEN = 1

/**
 * Demands the chunks of trees that are not published, a number of them at once, and resolves silence. What is answered is
 * read by `readAnsweredTree`. May be killed anywhere and called again.
 * @param epoch as posted
 * @param missing trees that can be had neither from the store nor from the answers
 * @throws CHAIN_REVERTED (for one, too little OPEN for what a demand prepays), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED,
 *   CHAIN_TRANSACTION_TIMEOUT
 */
export async function playData(
  demander: Demander,
  epoch: Epoch,
  missing: readonly TreeName[],
  chunksAtOnce = CHUNKS_AT_ONCE,
): Promise<DataMove> {
  const { chain } = demander
  const { operator, number } = epoch
  const what = `Reading what is demanded of epoch ${number}`
  const [, , , status] = await reading(what, () => chain.settlement.read.epochOf([operator, number]))
  if (status !== OPEN || (await resolveSilence(demander, epoch)) !== undefined) return { step: 'over' }
  const post = await reading(what, () => chain.settlement.read.postOf([operator, number]))
  const waiting: Extract<DataMove, { step: 'waits' }>[] = []
  for (const tree of missing) {
    const index = DEMANDED_TREES.indexOf(tree)
    const size = await reading(what, () => chain.challenges.read.chunkSizeOf([index]))
    const { count } = epoch[tree]
    for (let chunk = 0; chunk * size < count && waiting.length < chunksAtOnce; chunk++) {
      const read = () => reading(what, () => chain.challenges.read.demandOf([operator, post, index, chunk]))
      let demand = await read()
      if (demand.challenger === zeroAddress) {
        const key = `data:${operator}:${post}:${tree}:${chunk}`
        const leaves = Math.min(size, count - chunk * size)
        const call = demandCall(chain.addresses, epoch, index, chunk)
        const sent = await sendUnlessPoor(demander, { key, leaves, call }, waiting.length > 0)
        if (sent !== 'demanded') return last(waiting) ?? { step: 'late' }
        demand = await read()
      }
      // An RPC behind the one that took the demand knows no deadline yet.
      if (!demand.answered) waiting.push({ step: 'waits', tree, chunk, until: demand.deadline })
    }
  }
  return last(waiting) ?? { step: 'untold' }
}

/** Demands a chunk. Who can pay no more waits for the answers to what it paid for: they may be enough. */
async function sendUnlessPoor(
  demander: Demander,
  demand: Parameters<typeof sendDemand>[1],
  waits: boolean,
): Promise<'demanded' | 'late' | 'poor'> {
  try {
    return (await sendDemand(demander, demand)) ? 'late' : 'demanded'
  } catch (error) {
    if (waits && revertName(error) !== undefined) return 'poor'
    throw error
  }
}

/** Of the demands that wait, the one whose answer is due last. */
function last<T extends { readonly until: bigint }>(waiting: readonly T[]): T | undefined {
  return waiting.reduce<T | undefined>((latest, one) => (latest && latest.until > one.until ? latest : one), undefined)
}
