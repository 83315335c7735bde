import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { EvidenceLeaves } from '@openledger/core/faults/faultFacts.ts'
import { BaseError } from 'viem'
import { ZodError } from 'zod'
import { reading } from '../actions/ensure.ts'
import type { Chain } from '../clients/createChain.ts'
import { decodeChunk } from './decodeChunk.ts'
import { DEMANDED_TREES } from './encodeChunk.ts'
import { answeredChunks, readAnswer } from './readAnswer.ts'

/**
 * A posted epoch's tree out of the answers on chain. The contract checked each against the posted root; whoever does not
 * trust the RPC compares two.
 * @returns undefined unless every chunk was demanded and answered, and the RPC tells with what
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function readAnsweredTree<Tree extends TreeName>(
  chain: Chain,
  epoch: Epoch,
  tree: Tree,
): Promise<EvidenceLeaves[Tree] | undefined> {
  const index = DEMANDED_TREES.indexOf(tree)
  const size = await reading(`Reading the ${tree} that were answered`, () => chain.challenges.read.chunkSizeOf([index]))
  const answered = (await answeredChunks(chain, epoch)).filter((each) => each.tree === tree)
  const leaves: EvidenceLeaves[Tree][number][] = []
  for (let chunk = 0; chunk * size < epoch[tree].count; chunk++) {
    const answer = answered.find((each) => each.chunk === chunk)
    const run = answer && (await readAnswer(chain, answer))
    const read = run === undefined ? undefined : leavesIn(tree, run)
    if (read === undefined) return undefined
    for (const leaf of read) leaves.push(leaf)
  }
  return leaves as unknown as EvidenceLeaves[Tree]
}

/** What the RPC told as a run; undefined where it is none. */
function leavesIn<Tree extends TreeName>(tree: Tree, run: `0x${string}`) {
  try {
    return decodeChunk(tree, run)
  } catch (error) {
    if (error instanceof BaseError || error instanceof ZodError) return undefined
    throw error
  }
}
