import type { Postings } from './createPostings.ts'

/** A key that is asked for: `name` decides between lists of one length. */
export type AskedKey = { readonly postings: Postings; readonly key: number; readonly name: () => string }

/** Registrations that one search compares in full, at most; those that share the rarest tokens come first. */
const candidatesMax = 2_000

/** Looks entries up by shared keys. */
export type CandidateSearch = (asked: Iterable<AskedKey>) => readonly number[]

/** A search over entries 0, 1, 2 …; the entries that share the rarest keys, in no order. */
export function createCandidateSearch(): CandidateSearch {
  let stamps = new Uint32Array(1 << 10)
  let stamp = 0
  return (asked) => {
    const lists: { readonly asked: AskedKey; readonly count: number }[] = []
    for (const one of asked) {
      const count = one.postings.count(one.key)
      if (count > 0) lists.push({ asked: one, count })
    }
    lists.sort((a, b) => a.count - b.count || (a.asked.name() < b.asked.name() ? -1 : 1))
    stamp = (stamp + 1) >>> 0
    if (stamp === 0) stamps.fill(0)
    const found: number[] = []
    for (const { asked: one, count } of lists) {
      if (found.length > 0 && found.length + count > candidatesMax) break
      one.postings.each(one.key, (entry) => {
        if (entry >= stamps.length) {
          const grown = new Uint32Array(Math.max(entry + 1, stamps.length * 2))
          grown.set(stamps)
          stamps = grown
        }
        if (stamps[entry] === stamp) return
        stamps[entry] = stamp
        found.push(entry)
      })
    }
    return found
  }
}
