import type { BlockReference } from './indexerStore.ts'

/**
 * The newest of some blocks that the chain still has. Where a block stands all before it do, so halving finds it with
 * few questions.
 * @param kept newest first
 * @returns undefined when none stands
 */
export async function newestStanding(
  kept: readonly BlockReference[],
  stands: (block: BlockReference) => Promise<boolean>,
): Promise<BlockReference | undefined> {
  let [from, to] = [0, kept.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const block = kept[middle]
    if (block !== undefined && (await stands(block))) to = middle
    else from = middle + 1
  }
  return kept[from]
}
