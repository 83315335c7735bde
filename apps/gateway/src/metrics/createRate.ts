/** How many of something there were in the last minute. */
export type Rate = { readonly add: () => void; readonly perSecond: () => number }

const SECONDS = 60

/**
 * Counts by the second, in a ring of a minute. Before a minute is over, a second's share is of the time that there was.
 * @param now_ms a clock that only goes forth
 */
export function createRate(now_ms: () => number = () => performance.now()): Rate {
  const counts = new Array<number>(SECONDS).fill(0)
  const began = now_ms()
  let last = Math.floor(began / 1_000)
  const turn = () => {
    const now = Math.floor(now_ms() / 1_000)
    for (let passed = Math.min(now - last, SECONDS); passed > 0; passed--) counts[(now - passed + 1) % SECONDS] = 0
    last = now
    return now % SECONDS
  }
  return {
    add: () => {
      const place = turn()
      counts[place] = (counts[place] ?? 0) + 1
    },
    perSecond: () => {
      turn()
      const seconds = Math.min(SECONDS, Math.max(1, (now_ms() - began) / 1_000))
      return counts.reduce((sum, count) => sum + count, 0) / seconds
    },
  }
}
