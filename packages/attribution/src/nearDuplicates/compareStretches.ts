import type { Stretch } from './createArena.ts'

/** Counts the values that two ascending stretches have in common. */
export function countCommon(a: Stretch, b: Stretch): number {
  let shared = 0
  for (let i = a.start, j = b.start; i < a.end && j < b.end; ) {
    const x = a.chunk[i] ?? 0
    const y = b.chunk[j] ?? 0
    if (x === y) shared += 1
    if (x <= y) i += 1
    if (y <= x) j += 1
  }
  return shared
}

/** True where two ascending stretches hold the same values. */
export function sameValues(a: Stretch, b: Stretch): boolean {
  if (a.end - a.start !== b.end - b.start) return false
  for (let i = 0; i < a.end - a.start; i += 1) if (a.chunk[a.start + i] !== b.chunk[b.start + i]) return false
  return true
}
