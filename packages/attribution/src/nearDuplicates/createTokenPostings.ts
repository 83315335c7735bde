import type { Postings } from './createPostings.ts'

/** Postings for keys that are few and small numbers, each with many entries: a list for each, quick to walk. */
export function createTokenPostings(): Postings {
  const lists: (number[] | undefined)[] = []
  let entryCount = 0
  return {
    push: (entry, keys) => {
      entryCount = entry + 1
      for (const key of keys) {
        const list = lists[key]
        if (list === undefined) lists[key] = [entry]
        else list.push(entry)
      }
    },
    pop: (keys) => {
      entryCount -= 1
      for (const key of keys) if (lists[key]?.pop() === undefined) throw new Error(`No entry has the key ${key}.`)
    },
    count: (key) => lists[key]?.length ?? 0,
    collect: (key, { found, size: start, stamps, stamp }) => {
      let at = start
      for (const entry of lists[key] ?? []) {
        if (stamps[entry] === stamp) continue
        stamps[entry] = stamp
        found[at] = entry
        at += 1
      }
      return at
    },
    size: () => entryCount,
  }
}
