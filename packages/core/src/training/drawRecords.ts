import { hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/**
 * Draws so many records: those that come first in the order of a hash of seed and commitment. Who knows both can draw
 * again, and a record more or less moves few others.
 *
 * @returns in the order of `commitments`; all of them where there are no more
 */
export function drawRecords(commitments: readonly Hex32[], limit: number, seed: number): Hex32[] {
  if (commitments.length <= limit) return [...commitments]
  const places = commitments.map((commitment) => ({ commitment, place: hashText(`draw:${seed}:${commitment}`) }))
  const drawn = places.sort((a, b) => (a.place < b.place ? -1 : 1)).slice(0, limit)
  const taken = new Set(drawn.map(({ commitment }) => commitment))
  return commitments.filter((commitment) => taken.has(commitment))
}
