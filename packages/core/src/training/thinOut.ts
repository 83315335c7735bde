/** One point of a curve: a step and its value. */
export type StepValue = readonly [step: number, value: number]

/**
 * Thins a curve out: of each stretch of equal length the lowest and the highest point stay, in their order, and the
 * curve's first and last do too, so that no peak is lost.
 *
 * @param points ascending by step
 * @param most points that may stay, at least 4
 */
export function thinOut(points: readonly StepValue[], most: number): StepValue[] {
  const [first, last] = [points[0], points.at(-1)]
  if (points.length <= most || first === undefined || last === undefined) return [...points]
  const inner = points.length - 2
  const stretches = Math.max(1, Math.floor((most - 2) / 2))
  const kept: StepValue[] = [first]
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches)
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches)
    let [low, high] = [from, from]
    for (let place = from + 1; place < to; place++) {
      const value = points[place]?.[1] ?? 0
      if (value < (points[low]?.[1] ?? 0)) low = place
      if (value > (points[high]?.[1] ?? 0)) high = place
    }
    for (const place of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      const point = points[place]
      if (point !== undefined && place < to) kept.push(point)
    }
  }
  kept.push(last)
  return kept
}
