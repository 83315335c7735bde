const BARS = '▁▂▃▄▅▆▇█'

/** A curve as one line of bars, lowest to highest; the highest of each stretch where there are more values than room. */
export function sparkline(values: readonly number[], width: number): string {
  const columns = Math.min(width, values.length)
  const highest = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.floor(((column + 1) * values.length) / columns)
    return Math.max(...values.slice(from, to))
  })
  const [low, high] = [Math.min(...highest), Math.max(...highest)]
  const barOf = (value: number) => (high === low ? 0 : Math.round(((value - low) / (high - low)) * (BARS.length - 1)))
  return highest.map((value) => BARS[barOf(value)]).join('')
}
