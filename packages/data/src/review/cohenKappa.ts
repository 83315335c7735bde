/**
 * Cohen's κ of two coders: how much more often they agree than two who answer by chance with their frequencies.
 * Source: J. Cohen, A coefficient of agreement for nominal scales, 1960, formula 1.
 *
 * @param pairs what each of the two said of the same thing
 * @returns κ; undefined without pairs, and where both always say one same thing (chance explains all agreement)
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | undefined {
  if (pairs.length === 0) return undefined
  const first = new Map<string, number>()
  const second = new Map<string, number>()
  let agreed = 0
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1)
    second.set(b, (second.get(b) ?? 0) + 1)
    if (a === b) agreed += 1
  }
  let chance = 0
  for (const [value, count] of first) chance += count * (second.get(value) ?? 0)
  chance /= pairs.length ** 2
  return chance === 1 ? undefined : (agreed / pairs.length - chance) / (1 - chance)
}
