/** Which entries have a key: an inverted index from 32-bit keys to entries, which come and go last in, first out. */
export type Postings = {
  /** Adds an entry's keys, each once. */
  readonly push: (entry: number, keys: Iterable<number>) => void
  /** Takes the entry that was added last out again, by its keys. */
  readonly pop: (keys: Iterable<number>) => void
  /** How many entries have a key. */
  readonly count: (key: number) => number
  /** Puts the entries that have a key into `found` from `size` on, those left out that bear the stamp; returns the new size. */
  readonly collect: (key: number, into: Collected) => number
  /** One more than the greatest entry. */
  readonly size: () => number
}

/** Entries that were found; `stamps` tells by entry in which search it was found last. */
export type Collected = {
  readonly found: Uint32Array
  readonly size: number
  readonly stamps: Uint32Array
  readonly stamp: number
}

/** Share of the table that may be taken before it grows. */
const LOAD = 0.6
const NONE = -1

/**
 * An empty index. Open addressing over typed arrays: a key takes 12 bytes over the load and an entry of it 8, where
 * JavaScript's maps take ten times as much and end at 16 million keys.
 */
export function createPostings(): Postings {
  let size = 1 << 10
  let keys = new Uint32Array(size)
  let counts = new Uint32Array(size)
  /** Newest item of each key. */
  let heads = new Int32Array(size).fill(NONE)
  /** Slots that hold a key, whether or not entries have it now. */
  let taken = new Uint8Array(size)
  let used = 0
  let items = 0
  let entryCount = 0
  let entries = new Uint32Array(1 << 10)
  /** The item of the same key before. */
  let olders = new Int32Array(1 << 10)

  function slotOf(key: number): number {
    let slot = mix(key) & (size - 1)
    while (taken[slot] === 1 && keys[slot] !== key) slot = (slot + 1) & (size - 1)
    return slot
  }

  function grow(): void {
    const [oldKeys, oldCounts, oldHeads] = [keys, counts, heads]
    const full = taken
    size *= 2
    keys = new Uint32Array(size)
    counts = new Uint32Array(size)
    heads = new Int32Array(size).fill(NONE)
    taken = new Uint8Array(size)
    used = 0
    for (let old = 0; old < full.length; old += 1) {
      // Keys that no entry has any more are left behind.
      if (full[old] !== 1 || oldCounts[old] === 0) continue
      const slot = slotOf(oldKeys[old] ?? 0)
      taken[slot] = 1
      keys[slot] = oldKeys[old] ?? 0
      counts[slot] = oldCounts[old] ?? 0
      heads[slot] = oldHeads[old] ?? NONE
      used += 1
    }
  }

  function growItems(): void {
    const [oldEntries, oldOlders] = [entries, olders]
    entries = new Uint32Array(oldEntries.length * 2)
    entries.set(oldEntries)
    olders = new Int32Array(oldOlders.length * 2)
    olders.set(oldOlders)
  }

  return {
    push: (entry, list) => {
      entryCount = entry + 1
      for (const key of list) {
        if (used > size * LOAD) grow()
        if (items === entries.length) growItems()
        const slot = slotOf(key)
        if (taken[slot] === 0) {
          taken[slot] = 1
          keys[slot] = key
          used += 1
        }
        entries[items] = entry
        olders[items] = heads[slot] ?? NONE
        heads[slot] = items
        counts[slot] = (counts[slot] ?? 0) + 1
        items += 1
      }
    },
    pop: (list) => {
      entryCount -= 1
      for (const key of list) {
        const slot = slotOf(key)
        if ((counts[slot] ?? 0) === 0) throw new Error(`No entry has the key ${key}.`)
        heads[slot] = olders[heads[slot] ?? 0] ?? NONE
        counts[slot] = (counts[slot] ?? 0) - 1
        items -= 1
      }
    },
    count: (key) => counts[slotOf(key)] ?? 0,
    collect: (key, { found, size: start, stamps, stamp }) => {
      let at = start
      for (let item = heads[slotOf(key)] ?? NONE; item !== NONE; item = olders[item] ?? NONE) {
        const entry = entries[item] ?? 0
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

/** Finalizer of MurmurHash3: neighbouring keys land far apart. */
function mix(key: number): number {
  let hash = key | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
