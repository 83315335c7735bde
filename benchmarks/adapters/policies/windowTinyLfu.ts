import type { Policy } from './policy.ts'

/** Uses after which all counts are halved, for each place. */
const SAMPLE = 100

/**
 * W-TinyLFU (Einziger, Friedman, Manes, ACM TOS 2017): a window of one in a hundred places, behind it a segmented LRU that one
 * enters by being used more often than who would leave. Counts are exact here instead of sketched.
 */
export function windowTinyLfu(slots: number): Policy {
  const windowMax = Math.max(1, Math.floor(slots / 100))
  const protectedMax = Math.floor((slots - windowMax) * 0.8)
  const window = new Set<number>()
  const probation = new Set<number>()
  const shielded = new Set<number>()
  const counts = new Map<number, number>()
  let counted = 0

  const count = (id: number) => {
    counts.set(id, Math.min(15, (counts.get(id) ?? 0) + 1))
    counted += 1
    if (counted < SAMPLE * slots) return
    for (const [other, value] of counts) {
      if (value < 2) counts.delete(other)
      else counts.set(other, value >> 1)
    }
    counted >>= 1
  }
  const oldest = (set: Set<number>) => set.values().next().value
  const renew = (set: Set<number>, id: number) => {
    const there = set.delete(id)
    if (there) set.add(id)
    return there
  }
  const enter = (id: number) => {
    window.add(id)
    const candidate = window.size > windowMax ? oldest(window) : undefined
    if (candidate === undefined) return
    window.delete(candidate)
    if (probation.size + shielded.size >= slots - windowMax) {
      const victim = oldest(probation) ?? oldest(shielded)
      if (victim === undefined || (counts.get(candidate) ?? 0) <= (counts.get(victim) ?? 0)) return
      probation.delete(victim)
      shielded.delete(victim)
    }
    probation.add(candidate)
  }
  return {
    name: 'W-TinyLFU',
    ask: (id) => {
      count(id)
      if (renew(window, id) || renew(shielded, id)) return true
      if (probation.delete(id)) {
        shielded.add(id)
        const back = shielded.size > protectedMax ? oldest(shielded) : undefined
        if (back !== undefined && shielded.delete(back)) probation.add(back)
        return true
      }
      enter(id)
      return false
    },
  }
}
