import type { Mask } from './drawMasks.ts'

/** A fit of a value over masks. */
export type MaskFit = {
  /** What each unit adds to the value, on average over what else is shown. */
  readonly effects: readonly number[]
  /** The value that the fit expects for a mask: what units do alone and in pairs. */
  readonly predict: (mask: Mask) => number
}

/**
 * Fits `value = mean + Σ ± effect / 2 + Σ ± pair` to masks that `drawMasks` drew. Their columns are orthogonal and each
 * is half true, so least squares come to differences of means: an effect is the mean of the values with the unit, less
 * the mean of those without it. Where all masks are there, this is the unit's Banzhaf value. Pairs change no effect;
 * those that the masks cannot tell apart share equally what they do.
 *
 * @param values one for each mask
 */
export function fitMasks(masks: readonly Mask[], values: readonly number[]): MaskFit {
  const units = Array.from({ length: masks[0]?.length ?? 0 }, (_, unit) => unit)
  const center = mean(values)
  const effects = units.map((unit) => {
    const withUnit = values.filter((_value, at) => masks[at]?.[unit] === true)
    const without = values.filter((_value, at) => masks[at]?.[unit] !== true)
    return mean(withUnit) - mean(without)
  })
  /** Pairs by the masks in which both are shown or neither: equal ones cannot be told apart. */
  const groups = new Map<string, (readonly [number, number])[]>()
  for (const a of units) {
    for (const b of units.slice(0, a)) {
      const key = masks.map((mask) => Number(mask[a] === mask[b])).join('')
      groups.set(key, [...(groups.get(key) ?? []), [a, b]])
    }
  }
  const pairs = [...groups].flatMap(([key, members]) => {
    const together = mean(values.map((value, at) => (key[at] === '1' ? value : -value)))
    return members.map(([a, b]) => ({ a, b, coefficient: together / members.length }))
  })
  const predict = (mask: Mask): number =>
    effects.reduce((sum, effect, unit) => sum + (mask[unit] === true ? effect : -effect) / 2, center) +
    pairs.reduce((sum, { a, b, coefficient }) => sum + (mask[a] === mask[b] ? coefficient : -coefficient), 0)
  return { effects, predict }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
