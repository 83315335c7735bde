/**
 * Jaccard similarity of two token sets: shared over all, from 0 to 1; 1 for two empty sets.
 *
 * @param alike counts two different tokens as shared, e.g. a typing slip; each token is matched at most once
 */
export function jaccard(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  alike?: (x: string, y: string) => boolean,
): number {
  let shared = 0
  for (const token of a) if (b.has(token)) shared += 1
  if (alike !== undefined && shared < Math.min(a.size, b.size)) {
    const left = new Set([...b].filter((token) => !a.has(token)))
    for (const token of a) {
      if (b.has(token)) continue
      const match = [...left].find((other) => alike(token, other))
      if (match === undefined) continue
      left.delete(match)
      shared += 1
    }
  }
  const all = a.size + b.size - shared
  return all === 0 ? 1 : shared / all
}

/** True where one set holds the other whole. */
export function oneHoldsOther(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  for (const token of small) if (!large.has(token)) return false
  return true
}

/** True where both sets hold the same tokens. */
export function sameTokens(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && oneHoldsOther(a, b)
}

/** Shorter words are not taken for slips of each other. */
export const slipLengthMin = 6

/** True for words of at least six letters that one insertion, deletion, replacement or swap of neighbours turns into each other. */
export function oneSlipApart(a: string, b: string): boolean {
  if (a.length < slipLengthMin || b.length < slipLengthMin || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1
    endB -= 1
  }
  if (endA - start <= 1 && endB - start <= 1) return true
  return endA - start === 2 && endB - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
