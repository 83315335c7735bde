/** Numbers of one chunk: 4 MiB. */
const CHUNK = 1 << 20

/** Where a list of numbers stands: `chunk[start]` to before `chunk[end]`. */
export type Stretch = { readonly chunk: Uint32Array; readonly start: number; readonly end: number }

/** Lists of 32-bit numbers one after another, without an object for each. */
export type Arena = {
  /** Adds a list and returns its number, from 0 up. */
  readonly push: (values: ArrayLike<number>) => number
  readonly at: (list: number) => Stretch
  /** Takes the last list out again. */
  readonly pop: () => void
}

/** An empty arena. */
export function createArena(): Arena {
  const chunks: Uint32Array[] = []
  /** Chunk and first place of each list, and the place after the last one. */
  const starts: number[] = []
  const ends: number[] = []
  const chunkOf: number[] = []
  return {
    push: (values) => {
      let chunk = Math.max(0, chunks.length - 1)
      let start = ends.length > 0 && chunkOf.at(-1) === chunk ? (ends.at(-1) ?? 0) : 0
      if (chunks.length === 0 || start + values.length > (chunks[chunk]?.length ?? 0)) {
        chunks.push(new Uint32Array(Math.max(CHUNK, values.length)))
        chunk = chunks.length - 1
        start = 0
      }
      chunks[chunk]?.set(values, start)
      starts.push(start)
      ends.push(start + values.length)
      return chunkOf.push(chunk) - 1
    },
    at: (list) => {
      const chunk = chunks[chunkOf[list] ?? -1]
      const [start, end] = [starts[list], ends[list]]
      if (chunk === undefined || start === undefined || end === undefined) throw new Error(`There is no list ${list}.`)
      return { chunk, start, end }
    },
    pop: () => {
      starts.pop()
      ends.pop()
      chunkOf.pop()
      while (chunks.length > (chunkOf.at(-1) ?? -1) + 1) chunks.pop()
    },
  }
}
