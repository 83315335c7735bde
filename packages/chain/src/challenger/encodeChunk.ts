import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import type { EpochEvidence } from '@openledger/core/faults/faultFacts.ts'
import { epochRuns } from '@openledger/core/faults/proofs/epochRuns.ts'
import { claimsChunkNodes } from '@openledger/core/merkle/claimsChunks.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { type AbiParameter, encodeAbiParameters, type Hex } from 'viem'
import { proofParameters } from './proverAbis.ts'

/** An epoch's trees in the order of `IDataDemands.Tree`, and what stands behind their leaves. */
export const DEMANDED_TREES = [
  'receipts',
  'attributions',
  'credits',
  'payouts',
  'claims',
  'signatures',
  'records',
] as const
export type DemandedTree = (typeof DEMANDED_TREES)[number]

/** A kind of fault whose proof holds a run of the tree, as its field `pair`: the prover's ABI says how runs are encoded. */
const KIND_WITH_RUN = {
  receipts: 'RECEIPTS_UNSORTED',
  attributions: 'ATTRIBUTIONS_UNSORTED',
  credits: 'CREDITS_UNSORTED',
  payouts: 'PAYOUTS_UNSORTED',
} as const

/**
 * Encodes a chunk of an epoch's tree as the answer to a data demand: its leaves and the siblings that lead to the root; of
 * the claims tree its nodes.
 * @param chunk counts from 0
 * @param size leaves of a full chunk of this tree, `IDataDemands.chunkSizeOf`; not asked for claims
 * @throws RangeError when the tree has no such chunk
 */
export function encodeChunk(epoch: EpochEvidence, tree: TreeName | 'claims', chunk: number, size: number): Hex {
  if (tree === 'claims') {
    const nodes = claimsChunkNodes(buildClaimsTree(epoch.leaves.payouts), chunk)
    if (nodes === undefined) throw new RangeError(`The claims have no chunk ${chunk}.`)
    return encodeAbiParameters([{ type: 'bytes32[]' }], [nodes])
  }
  const first = chunk * size
  const count = Math.min(size, epoch.leaves[tree].length - first)
  if (count <= 0) throw new RangeError(`The ${tree} have no chunk ${chunk}.`)
  return encodeAbiParameters([runParameter(tree)], [epochRuns(epoch)[tree]([first, count])])
}

/** ABI type of a run of a tree's leaves: `ReceiptRun`, `AttributionRun`, `CreditRun` or `PayoutRun`. */
export function runParameter(tree: TreeName): AbiParameter {
  const [proof] = proofParameters(KIND_WITH_RUN[tree])
  const fields = proof !== undefined && 'components' in proof ? proof.components : []
  const run = fields.find(({ name }) => name === 'pair')
  if (run === undefined) throw new TypeError(`No prover takes a run of the ${tree}.`)
  return run
}
