/** Who waits, by payer. Costs are in any unit, the same for all. */
export type FairQueue<Item> = {
  readonly size: () => number
  /** Counts what a payer gets without having to wait. */
  readonly charge: (payer: string, cost: number) => void
  readonly push: (payer: string, cost: number, item: Item) => void
  /** Puts in what belongs to something that was served: before the payer's other items, and never taken out to make room. */
  readonly pushBegun: (payer: string, cost: number, item: Item) => void
  /** Takes out whose turn it is. */
  readonly shift: () => Item | undefined
  readonly remove: (payer: string, item: Item) => void
  /** Makes room for one of `payer`'s: takes out the newest of whoever would still have most waiting. */
  readonly evict: (payer: string) => Item | undefined
}

type Waiting<Item> = { readonly cost: number; readonly item: Item; readonly isBegun: boolean }
type Line<Item> = { start: number; readonly waiting: Waiting<Item>[] }

/** Payers that are remembered although none of theirs waits. */
const IDLE_MAX = 10_000

/**
 * A queue that serves payers in turn by what their work costs, each payer's own in order: start-time fair queueing
 * (Goyal, Vin, Cheng, 1996). A payer who was away comes back with no credit for it; one with a thousand waiting delays
 * another's first by one piece of work.
 */
export function createFairQueue<Item>(): FairQueue<Item> {
  const lines = new Map<string, Line<Item>>()
  /** Virtual time: the start tag of what was served last. */
  let now = 0
  let size = 0

  const lineOf = (payer: string): Line<Item> => {
    const known = lines.get(payer)
    if (known !== undefined) return known
    if (lines.size >= IDLE_MAX) for (const [name, line] of lines) if (line.waiting.length === 0) lines.delete(name)
    const line = { start: now, waiting: [] }
    lines.set(payer, line)
    return line
  }
  const put = (payer: string, place: (line: Line<Item>) => number, entry: Waiting<Item>) => {
    const line = lineOf(payer)
    if (line.waiting.length === 0) line.start = Math.max(line.start, now)
    line.waiting.splice(place(line), 0, entry)
    size += 1
  }
  const serve = (line: Line<Item>, cost: number) => {
    now = Math.max(now, line.start)
    line.start = now + cost
  }

  return {
    size: () => size,
    charge: (payer, cost) => serve(lineOf(payer), cost),
    push: (payer, cost, item) => put(payer, ({ waiting }) => waiting.length, { cost, item, isBegun: false }),
    pushBegun: (payer, cost, item) => put(payer, begunOf, { cost, item, isBegun: true }),
    shift: () => {
      let first: Line<Item> | undefined
      for (const line of lines.values())
        if (line.waiting.length > 0 && (first === undefined || line.start < first.start)) first = line
      const next = first?.waiting.shift()
      if (first === undefined || next === undefined) return undefined
      serve(first, next.cost)
      size -= 1
      return next.item
    },
    remove: (payer, item) => {
      const waiting = lines.get(payer)?.waiting ?? []
      const place = waiting.findIndex((one) => one.item === item)
      if (place < 0) return
      waiting.splice(place, 1)
      size -= 1
    },
    evict: (payer) => {
      const own = lines.get(payer)?.waiting.length ?? 0
      let most: Line<Item> | undefined
      for (const line of lines.values()) {
        const { length } = line.waiting
        if (length > own + 1 && length > (most?.waiting.length ?? 0) && begunOf(line) < length) most = line
      }
      const last = most?.waiting.pop()
      if (last !== undefined) size -= 1
      return last?.item
    },
  }
}

/** How many of a line were begun: they stand in front. */
function begunOf({ waiting }: Line<unknown>): number {
  const first = waiting.findIndex(({ isBegun }) => !isBegun)
  return first < 0 ? waiting.length : first
}
