import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { zeroAddress } from 'viem'
import { reading } from '../actions/ensure.ts'
import { demandCall } from '../calls/challengesCalls.ts'
import { revertName } from '../rpc/toChainError.ts'
import { DEMANDED_TREES, type DemandedTree } from './encodeChunk.ts'
import { resolveSilence } from './resolveSilence.ts'
import { type Demander, sendDemand } from './sendDemand.ts'

/** What is demanded of an epoch: whole trees, and chunks of what stands behind their leaves. */
export type Wanted = {
  readonly trees: readonly TreeName[]
  /** Chunks of receipts whose signatures are wanted. */
  readonly signatures?: readonly number[]
  /** Attributions whose records' origins are wanted. */
  readonly records?: readonly number[]
}

/** Where the demands for withheld data stand after a move. */
export type DataMove =
  /** Chunks are demanded; the last of the answers is due `until` then (Unix seconds; 0: not known yet). */
  | { readonly step: 'waits'; readonly tree: DemandedTree; readonly chunk: number; readonly until: bigint }
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
 * Demands what is not published, a number of chunks at once, and resolves silence. What is answered is read by
 * `readAnsweredTree` and `readShownPlaces`. May be killed anywhere and called again.
 * @param epoch as posted
 * @param wanted what can be had neither from the store nor from the answers
 * @throws CHAIN_REVERTED (for one, too little OPEN for what a demand prepays), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED,
 *   CHAIN_TRANSACTION_TIMEOUT
 */
export async function playData(
  demander: Demander,
  epoch: Epoch,
  wanted: Wanted,
  chunksAtOnce = CHUNKS_AT_ONCE,
): Promise<DataMove> {
  const { chain } = demander
  const { operator, number } = epoch
  const what = `Reading what is demanded of epoch ${number}`
  const [, , , status] = await reading(what, () => chain.settlement.read.epochOf([operator, number]))
  if (status !== OPEN || (await resolveSilence(demander, epoch)) !== undefined) return { step: 'over' }
  const post = await reading(what, () => chain.settlement.read.postOf([operator, number]))
  const waiting: Extract<DataMove, { step: 'waits' }>[] = []
  for (const { tree, chunk } of await chunksOf(demander, epoch, wanted)) {
    if (waiting.length >= chunksAtOnce) break
    const index = DEMANDED_TREES.indexOf(tree)
    const read = () => reading(what, () => chain.challenges.read.demandOf([operator, post, index, chunk]))
    let demand = await read()
    if (demand.challenger === zeroAddress) {
      const key = `data:${operator}:${post}:${tree}:${chunk}`
      const call = demandCall(chain.addresses, epoch, index, chunk)
      const sent = await sendUnlessPoor(demander, { key, epoch, tree: index, chunk, call }, waiting.length > 0)
      if (sent !== 'demanded') return last(waiting) ?? { step: 'late' }
      demand = await read()
    }
    // An RPC behind the one that took the demand knows no deadline yet.
    if (!demand.answered) waiting.push({ step: 'waits', tree, chunk, until: demand.deadline })
  }
  return last(waiting) ?? { step: 'untold' }
}

/** The wanted chunks, in the order in which they are demanded. */
async function chunksOf(
  { chain }: Demander,
  epoch: Epoch,
  { trees, signatures = [], records = [] }: Wanted,
): Promise<{ readonly tree: DemandedTree; readonly chunk: number }[]> {
  const chunks: { readonly tree: DemandedTree; readonly chunk: number }[] = []
  for (const tree of trees) {
    const index = DEMANDED_TREES.indexOf(tree)
    const size = await reading('Reading a chunk', () => chain.challenges.read.chunkSizeOf([index]))
    for (let chunk = 0; chunk * size < epoch[tree].count; chunk++) chunks.push({ tree, chunk })
  }
  for (const chunk of signatures) chunks.push({ tree: 'signatures', chunk })
  for (const chunk of records) chunks.push({ tree: 'records', chunk })
  return chunks
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
