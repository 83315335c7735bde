import type { DataStore } from '../data/dataStore.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { ChainReader } from './chainReader.ts'
import { loadManifest, loadPublished } from './loadPublished.ts'

/**
 * The payout leaves of a posted epoch as they are published, each blob checked against its address.
 * @returns undefined when the operator has no such epoch
 * @throws VERIFY_BLOB_*, VERIFY_MANIFEST_WRONG; what chain and store throw when they can't be read
 */
export async function loadPayouts(
  { chain, store }: { readonly chain: ChainReader; readonly store: DataStore },
  operator: Address,
  number: bigint,
): Promise<readonly PayoutLeaf[] | undefined> {
  const posted = await chain.postedEpoch(operator, number)
  if (posted === undefined) return undefined
  const before = number > 1n ? await chain.postedEpoch(operator, number - 1n) : undefined
  const { chainId, settlement } = chain
  const context = { chainId, settlement, previousData: before?.epoch.dataCommitment ?? null }
  const { leaves } = await loadPublished(store, await loadManifest(store, posted.epoch, context))
  return leaves.payouts
}
