import type { Place } from './foundFault.ts'

/**
 * Finds a key in sorted leaves.
 * @param compare the leaf's order against the key: negative below it, 0 equal, positive above
 * @returns the first leaf that equals the key, or the index of the first above it
 */
export function findPlace<T>(leaves: readonly T[], compare: (leaf: T) => number): Place {
  let low = 0
  let high = leaves.length
  while (low < high) {
    const middle = (low + high) >> 1
    const leaf = leaves[middle]
    if (leaf !== undefined && compare(leaf) < 0) low = middle + 1
    else high = middle
  }
  const leaf = leaves[low]
  return leaf !== undefined && compare(leaf) === 0 ? { found: true, leaf: low } : { found: false, gap: low }
}

/** Order of two strings of the same length (hashes, addresses in lower case). */
export const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
