import type { EpochEvidence } from '@openledger/core/faults/faultFacts.ts'
import type { FoundFault } from '@openledger/core/faults/foundFault.ts'
import { claimsChunk, claimsChunkBelow, claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { zeroAddress } from 'viem'
import { reading } from '../actions/ensure.ts'
import { demandBelowCall, demandCall } from '../calls/challengesCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import type { Publisher } from '../publisher/createPublisher.ts'
import { DEMANDED_TREES } from './encodeChunk.ts'
import { readClaimsAnswer } from './readClaimsAnswer.ts'
import { resolveSilence } from './resolveSilence.ts'
import { sendDemand } from './sendDemand.ts'

/** Where the game over a claims tree stands after a move. */
export type ClaimsMove =
  /** An answered leaf is not its payout's claim: prove this. */
  | { readonly step: 'proof'; readonly fault: Extract<FoundFault, { kind: 'CLAIM_LEAF_WRONG' }> }
  /** The chunk is demanded; its answer is due `until` then (Unix seconds; 0: not known yet). */
  | { readonly step: 'waits'; readonly chunk: number; readonly until: bigint }
  /** The epoch is not open any more: silence was resolved, by whomever, or it was faulty otherwise. */
  | { readonly step: 'over' }
  /** It is too late for the next demand. */
  | { readonly step: 'late' }
  /** The answers are the claims of the payouts: nothing is wrong with the claims tree. */
  | { readonly step: 'holds' }

/** Who plays, and over which posted epoch; its published payouts are the posted ones, its claims root is not theirs. */
export type ClaimsGame = { readonly chain: Chain; readonly publisher: Publisher; readonly current: EpochEvidence }

const CLAIMS = DEMANDED_TREES.indexOf('claims')
/** Epoch states of `ISettlement.EpochStatus` in which there is a game. */
const OPEN = 1

/**
 * Moves on as far as the chain lets it: demands the nodes below the root, reads each answer, demands below the first node
 * that differs, until a leaf differs; resolves silence. May be killed anywhere and called again: what was demanded and
 * answered is on the chain, what was sent is in the publisher's journal.
 * @throws CHAIN_REVERTED (for one, too little OPEN for what a demand prepays), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED,
 *   CHAIN_TRANSACTION_TIMEOUT
 */
export async function playClaims(game: ClaimsGame): Promise<ClaimsMove> {
  const { epoch, leaves } = game.current
  const { operator, number } = epoch
  const { settlement, challenges } = game.chain
  const [, , , status] = await reading('Reading the epoch', () => settlement.read.epochOf([operator, number]))
  if (status !== OPEN) return { step: 'over' }
  const post = await reading('Reading the post', () => settlement.read.postOf([operator, number]))
  const honest = buildClaimsTree(leaves.payouts)
  let chunk = 0
  let above: readonly Hex32[] = []
  let asked = -1
  for (;;) {
    const place = { operator, post, chunk }
    const demand = await reading('Reading a demand', () => challenges.read.demandOf([operator, post, CLAIMS, chunk]))
    if (demand.challenger === zeroAddress) {
      // An RPC behind the one that took the demand: look again with the next move.
      if (asked === chunk) return { step: 'waits', chunk, until: 0n }
      if (await demandChunk(game, place, above)) return { step: 'late' }
      asked = chunk
      continue
    }
    if (!demand.answered) return awaitAnswer(game, place, demand.deadline)
    const answer = await reading('Reading an answer', () => challenges.read.claimsAnswerOf([operator, post, chunk]))
    if (answer === ZERO_HEX32) return { step: 'over' }
    const nodes = await readClaimsAnswer(game.chain, place, answer)
    // The RPC that told of the answer has not got its log yet: look again with the next move.
    if (nodes === undefined) return { step: 'waits', chunk, until: demand.readUntil }
    const expected = claimsChunkNodes(honest, chunk) ?? []
    const index = nodes.findIndex((node, i) => node !== expected[i])
    const at = claimsChunk(leaves.payouts.length, chunk)
    if (index < 0 || at === undefined) return { step: 'holds' }
    if (at.height === 0) return { step: 'proof', fault: { kind: 'CLAIM_LEAF_WRONG', leaf: at.first + index, nodes } }
    above = nodes
    chunk = claimsChunkBelow(chunk, index)
  }
}

type Place = { readonly operator: Address; readonly post: number; readonly chunk: number }

/** Demands a chunk, unless somebody else does so first. @returns whether it is too late for that */
async function demandChunk(
  { chain, publisher, current }: ClaimsGame,
  { operator, post, chunk }: Place,
  above: readonly Hex32[],
): Promise<boolean> {
  const { epoch } = current
  const call =
    chunk === 0
      ? demandCall(chain.addresses, epoch, CLAIMS, chunk)
      : demandBelowCall(chain.addresses, epoch, chunk, above)
  return sendDemand(
    { chain, publisher },
    { key: `claims:${operator}:${post}:${chunk}`, epoch, tree: CLAIMS, chunk, call },
  )
}

/** Waits for the answer to a demand; ends the game where it is overdue. */
async function awaitAnswer(game: ClaimsGame, { chunk }: Place, until: bigint): Promise<ClaimsMove> {
  const isSilent = (await resolveSilence(game, game.current.epoch)) !== undefined
  return isSilent ? { step: 'over' } : { step: 'waits', chunk, until }
}
