import type { Policy } from './policy.ts'

/** Least recently used goes first. */
export function leastRecent(slots: number): Policy {
  const kept = new Set<number>()
  return {
    name: 'LRU',
    ask: (id) => {
      const hit = kept.delete(id)
      kept.add(id)
      if (kept.size > slots) for (const oldest of kept) if (kept.delete(oldest)) break
      return hit
    },
  }
}
