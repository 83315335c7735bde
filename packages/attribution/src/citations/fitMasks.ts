import type { Mask } from './drawMasks.ts'

/** A linear fit of a value over masks. */
export type MaskFit = {
  /** What each unit adds to the value, on average over what else is shown. */
  readonly effects: readonly number[]
  /** The value that the fit expects for a mask. */
  readonly predict: (mask: Mask) => number
}

/**
 * Fits `value = mean + Σ ± effect / 2` to masks that {@link drawMasks} drew. Their columns are orthogonal and each is
 * half true, so least squares come to a difference of means: of the values with the unit, less those without it. Where
 * all masks are there, this is the unit's Banzhaf value.
 *
 * @param values one for each mask
 */
export function fitMasks(masks: readonly Mask[], values: readonly number[]): MaskFit {
  const units = masks[0]?.length ?? 0
  const center = mean(values)
  const effects = Array.from({ length: units }, (_, unit) => {
    const withUnit = values.filter((_value, at) => masks[at]?.[unit] === true)
    const without = values.filter((_value, at) => masks[at]?.[unit] !== true)
    return mean(withUnit) - mean(without)
  })
  const predict = (mask: Mask): number =>
    effects.reduce((sum, effect, unit) => sum + (mask[unit] === true ? effect : -effect) / 2, center)
  return { effects, predict }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
