import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { TREE_NAMES, type TreeName } from '@openledger/core/data/epochManifest.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { evidenceTrees } from '@openledger/core/faults/evidenceTrees.ts'
import type { EvidenceLeaves } from '@openledger/core/faults/faultFacts.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { PostedEpoch } from '@openledger/core/verify/chainReader.ts'
import { type Available, loadAvailable } from '@openledger/core/verify/loadAvailable.ts'
import type { ManifestContext } from '@openledger/core/verify/loadPublished.ts'
import type { Chain } from '../clients/createChain.ts'
import { readAnsweredTree } from './readAnsweredTree.ts'

/** What can be had of a posted epoch, for whoever looks for faults. A tree that can't be had is empty. */
export type Evidence = Pick<Available, 'versions' | 'logs'> & {
  /** Whether all that belongs to the epoch is published. */
  readonly isWhole: boolean
  readonly posted: PostedEpoch
  readonly leaves: EvidenceLeaves
  /** The receipts with the signatures that are published for them; undefined where the posted receipts are not published. */
  readonly signed: readonly SignedReceipt[] | undefined
  /** Trees that are not published as they were posted, and not answered on chain either. */
  readonly missing: readonly TreeName[]
  /** Of the missing trees, those of which there is nothing to look at. */
  readonly absent: readonly TreeName[]
}

const NO_LEAVES: EvidenceLeaves = { receipts: [], attributions: [], credits: [], payouts: [] }

/**
 * Gathers a posted epoch's leaves: those that are published; where they are missing or have another root than the posted
 * one, those that demands were answered with on chain.
 * @param context what the epoch's manifest must say
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, and what the store throws when it can't be read
 */
export async function loadEvidence(
  chain: Chain,
  store: DataStore,
  posted: PostedEpoch,
  context: ManifestContext,
): Promise<Evidence> {
  const { leaves: published, versions, logs, isWhole } = await loadAvailable(store, posted.epoch, context)
  const roots = new Map(TREE_NAMES.map((tree) => [tree, rootOf(tree, published[tree])]))
  const isPosted = (tree: TreeName) => roots.get(tree) === posted.epoch[tree].root
  const answer = async <T extends TreeName>(tree: T) =>
    isPosted(tree) ? undefined : readAnsweredTree(chain, posted.epoch, tree)
  const answered: { readonly [T in TreeName]: EvidenceLeaves[T] | undefined } = {
    receipts: await answer('receipts'),
    attributions: await answer('attributions'),
    credits: await answer('credits'),
    payouts: await answer('payouts'),
  }
  const pick = <T extends TreeName>(tree: T): EvidenceLeaves[T] => {
    const usable: EvidenceLeaves[T] | undefined = roots.get(tree) === undefined ? undefined : published[tree]
    return answered[tree] ?? usable ?? NO_LEAVES[tree]
  }
  const missing = TREE_NAMES.filter((tree) => !isPosted(tree) && answered[tree] === undefined)
  return {
    posted,
    leaves: {
      receipts: pick('receipts'),
      attributions: pick('attributions'),
      credits: pick('credits'),
      payouts: pick('payouts'),
    },
    signed: isPosted('receipts') ? published.receipts : undefined,
    versions,
    logs,
    isWhole,
    missing,
    absent: missing.filter((tree) => roots.get(tree) === undefined),
  }
}

/** Root of published leaves; undefined where there are none to be had, or their sum is above what a tree can hold. */
function rootOf<T extends TreeName>(tree: T, leaves: Available['leaves'][T]): Hex32 | undefined {
  if (leaves === undefined) return undefined
  try {
    const { root } = evidenceTrees({ ...NO_LEAVES, [tree]: leaves })[tree]
    return typeof root === 'string' ? root : root.hash
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === coreErrors.MERKLE_SUM_OVERFLOW.code) return undefined
    throw error
  }
}
