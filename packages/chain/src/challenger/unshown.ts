import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { unsignedReceipts } from '@openledger/core/epoch/unsignedReceipts.ts'
import type { EvidenceLeaves } from '@openledger/core/faults/faultFacts.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import { reading } from '../actions/ensure.ts'
import type { Chain } from '../clients/createChain.ts'
import { DEMANDED_TREES } from './encodeChunk.ts'

/** What stands behind an epoch's leaves and is not to be had. */
export type Unshown = {
  /** Chunks of the receipts with a signature that is missing or not the operator's, and that were not shown on chain. */
  readonly signatures: readonly number[]
  /** Calls that pay records which no published version or training log tells of. */
  readonly calls: readonly UnshownCall[]
}

/** `leaves`: attributions of such records that were not shown on chain either; `fee` in wei. */
export type UnshownCall = { readonly callId: Hex32; readonly fee: bigint; readonly leaves: readonly number[] }

/** Calls with records of which nothing published tells, and what of them was not shown on chain either. */
export function unshownCalls(
  { attributions, receipts }: EvidenceLeaves,
  untold: readonly number[],
  shown: ReadonlySet<number>,
): UnshownCall[] {
  const byReceipt = Map.groupBy(untold, (leaf) => attributions[leaf]?.receipt ?? -1)
  return [...byReceipt].flatMap(([index, leaves]) => {
    const receipt = receipts[index]?.receipt
    if (receipt === undefined) return []
    return { callId: receipt.callId, fee: receipt.fee, leaves: leaves.filter((leaf) => !shown.has(leaf)) }
  })
}

/**
 * Chunks of an epoch's receipts with a signature that is not its operator's, or not to be had, and that was not shown on
 * chain either.
 * @param published receipts as they are published; undefined where they are not, and were answered on chain
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function unsignedChunks(
  chain: Chain,
  reader: Pick<ChainReader, 'chainId' | 'settlement'>,
  { operator, number, receipts }: Epoch,
  published: readonly SignedReceipt[] | undefined,
): Promise<number[]> {
  const tree = DEMANDED_TREES.indexOf('signatures')
  const what = 'Reading what was shown of the signatures'
  const size = await reading(what, () => chain.challenges.read.chunkSizeOf([tree]))
  const domain = { chainId: reader.chainId, verifyingContract: reader.settlement }
  const chunks = new Set<number>()
  if (published === undefined) for (let leaf = 0; leaf < receipts.count; leaf += size) chunks.add(leaf / size)
  else {
    for await (const { leaf } of unsignedReceipts(published, domain, operator)) chunks.add(Math.floor(leaf / size))
  }
  const post = await reading(what, () => chain.settlement.read.postOf([operator, number]))
  const wanted: number[] = []
  for (const chunk of chunks) {
    const demand = await reading(what, () => chain.challenges.read.demandOf([operator, post, tree, chunk]))
    if (!demand.answered || demand.readUntil === 0n) wanted.push(chunk)
  }
  return wanted
}
