import { commonSubsequence } from './commonSubsequence.ts'
import { type DocumentFeatures, shortTextShingles } from './documentFeatures.ts'
import { sameTokens } from './similarity.ts'

/** Share of the later document that must come from the earlier one. */
const copiedMin = 0.72
/** The same where numbers, codes or contrast words disagree: only an all but literal copy is one. */
const copiedMinAgainstFacts = 0.95
/** Share of the smaller set of critical tokens that the other must hold for the two to agree. */
const criticalAgreementMin = 0.9
/** A later document that holds so much of an earlier one is a copy of it, however much stands around it. */
const heldMin = 0.8
/**
 * Two documents of which so much of the longer stands in the other in the same order are the same with words replaced. Of
 * 60 honest documents about licences those of two siblings come to .78, their closest; copies with every third word
 * replaced to .82 and more.
 */
const inOrderMin = 0.8
/** Less than this share of wording in common, and the order is not looked at. */
export const inOrderSharedMin = 0.1
/** A short text with at least so many runs of three words is found in a long one, word for word. */
const quotedShinglesMin = 12

/**
 * Compares a document with one that was registered earlier. Long texts: how much of the later one's wording (runs of
 * three words) is in the earlier one, so that excerpts are found too, and how much of the earlier one's is in the later,
 * so that padding hides nothing. Short texts: the same words apart from framing, and the same numbers, codes and contrast
 * words in the same order. A short and a long text: one is found in the other word for word. Two long texts whose numbers,
 * codes and contrast words agree are also held against each other word by word, in order, so that words replaced here and
 * there hide nothing.
 *
 * @returns similarity from 0 to 1, or undefined where the later document is one of its own
 */
export function sameDocument(earlier: DocumentFeatures, later: DocumentFeatures): number | undefined {
  const [shorter, longer] = [earlier.shingles.length, later.shingles.length].sort((a, b) => a - b) as [number, number]
  if (longer < shortTextShingles)
    return sameTokens(earlier.content, later.content) && earlier.criticalInOrder === later.criticalInOrder
      ? 1
      : undefined
  const shared = countShared(earlier.shingles, later.shingles)
  if (shorter < shortTextShingles) return shorter >= quotedShinglesMin && shared === shorter ? 1 : undefined
  const copied = shared / later.shingles.length
  const held = shared / earlier.shingles.length
  const factsAgree = agree(earlier.critical, later.critical) || agree(earlier.criticalParts, later.criticalParts)
  if (copied >= (factsAgree ? copiedMin : copiedMinAgainstFacts)) return copied
  if (held >= (factsAgree ? heldMin : copiedMinAgainstFacts)) return held
  return factsAgree && Math.max(copied, held) >= inOrderSharedMin ? sameOrder(earlier.words, later.words) : undefined
}

/** How much of the longer of two texts the other has in the same order, where that is enough. */
function sameOrder(a: Uint32Array, b: Uint32Array): number | undefined {
  const [shorter, longer] = [a.length, b.length].sort((x, y) => x - y) as [number, number]
  if (shorter < inOrderMin * longer) return undefined
  const share = commonSubsequence(a, b) / longer
  return share >= inOrderMin ? share : undefined
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
