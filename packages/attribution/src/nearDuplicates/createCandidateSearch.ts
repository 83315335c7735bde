import type { Postings } from './createPostings.ts'

/** A key that is asked for: `name` decides between lists of one length. */
export type AskedKey = { readonly postings: Postings; readonly key: number; readonly name: () => string }

/** Registrations that one search compares in full, at most; those that share the rarest tokens come first. */
const candidatesMax = 2_000

/** Looks entries up by shared keys; the answer holds until the next search. */
export type CandidateSearch = (asked: Iterable<AskedKey>) => Uint32Array

/** A search over entries 0, 1, 2 …; the entries that share the rarest keys, in no order. */
export function createCandidateSearch(): CandidateSearch {
  let stamps = new Uint32Array(1 << 10)
  let stamp = 0
  let found = new Uint32Array(candidatesMax)
  return (asked) => {
    const lists: { readonly asked: AskedKey; readonly count: number }[] = []
    let greatest = 0
    for (const one of asked) {
      const count = one.postings.count(one.key)
      if (count === 0) continue
      lists.push({ asked: one, count })
      greatest = Math.max(greatest, one.postings.size())
    }
    lists.sort((a, b) => a.count - b.count || (a.asked.name() < b.asked.name() ? -1 : 1))
    if (greatest > stamps.length) {
      stamps = new Uint32Array(greatest * 2)
      stamp = 0
    }
    stamp += 1
    let size = 0
    for (const { asked: one, count } of lists) {
      if (size > 0 && size + count > candidatesMax) break
      if (size + count > found.length) found = grown(found, size + count)
      size = one.postings.collect(one.key, { found, size, stamps, stamp })
    }
    return found.subarray(0, size)
  }
}

function grown(old: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(size, old.length * 2))
  larger.set(old)
  return larger
}
