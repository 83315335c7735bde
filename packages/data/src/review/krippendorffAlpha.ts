/** Values that a unit got, and how many units got these. */
export type RatedUnits = { readonly values: readonly string[]; readonly times: number }

/**
 * Krippendorff's α of nominal values: 1 − observed ÷ expected disagreement. Units with one value tell nothing and are
 * left out; coders may be missing.
 * Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), C: any number of observers, nominal data.
 *
 * @param units the values that units got; units with the same values may stand together
 * @returns α; undefined where no unit has two values; 1 where every value is the same (nothing could differ)
 */
export function krippendorffAlpha(units: readonly RatedUnits[]): number | undefined {
  const totals = new Map<string, number>()
  let pairable = 0
  let disagreement = 0
  for (const { values, times } of units) {
    if (values.length < 2) continue
    const counts = new Map<string, number>()
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    let different = 0
    for (const [value, count] of counts) {
      different += count * (values.length - count)
      totals.set(value, (totals.get(value) ?? 0) + count * times)
    }
    disagreement += (times * different) / (values.length - 1)
    pairable += values.length * times
  }
  if (pairable === 0) return undefined
  let expected = 0
  for (const count of totals.values()) expected += count * (pairable - count)
  return expected === 0 ? 1 : 1 - ((pairable - 1) * disagreement) / expected
}
