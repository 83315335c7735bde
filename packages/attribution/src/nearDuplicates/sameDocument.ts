import { type DocumentFeatures, shortTextShingles } from './documentFeatures.ts'
import { sameTokens } from './similarity.ts'

/** Share of the later document that must come from the earlier one. */
const copiedMin = 0.8
/** The same where numbers, codes or contrast words disagree: only an all but literal copy is one. */
const copiedMinAgainstFacts = 0.95
/** Share of the smaller set of critical tokens that the other must hold for the two to agree. */
const criticalAgreementMin = 0.9
/** A later document that holds an earlier one whole is a copy unless it adds at least as much again. */
const heldMin = 0.9
const growthMax = 2

/**
 * Compares a document with one that was registered earlier. Long texts: how much of the later one's wording (runs of
 * three words) is in the earlier one, so that excerpts are found too. Short texts: the same words apart from framing, and
 * the same numbers, codes and contrast words in the same order.
 *
 * @returns similarity from 0 to 1, or undefined where the later document is one of its own
 */
export function sameDocument(earlier: DocumentFeatures, later: DocumentFeatures): number | undefined {
  if (earlier.shingles.length < shortTextShingles || later.shingles.length < shortTextShingles) {
    return sameTokens(earlier.content, later.content) && earlier.criticalInOrder === later.criticalInOrder
      ? 1
      : undefined
  }
  const shared = countShared(earlier.shingles, later.shingles)
  const copied = shared / later.shingles.length
  const held = shared / earlier.shingles.length
  const least = agree(earlier.critical, later.critical) ? copiedMin : copiedMinAgainstFacts
  if (copied >= least) return copied
  return least === copiedMin && held >= heldMin && later.shingles.length < growthMax * earlier.shingles.length
    ? held
    : undefined
}

function agree(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const token of small) if (large.has(token)) shared += 1
  return shared >= criticalAgreementMin * small.size
}

/** Counts the values that two ascending lists have in common. */
function countShared(a: Uint32Array, b: Uint32Array): number {
  let shared = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] ?? 0
    const y = b[j] ?? 0
    if (x === y) shared += 1
    if (x <= y) i += 1
    if (y <= x) j += 1
  }
  return shared
}
