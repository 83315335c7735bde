/** Places count as 1 / (damping + place): the value of the paper, at which the first places differ little. */
const damping = 60

/**
 * Joins rankings by reciprocal-rank fusion (Cormack, Clarke and Büttcher 2009): only places count, so that scores of
 * different kinds need no common scale.
 *
 * @param rankings ids, the best first; each id at most once in a ranking
 * @returns all ids, the best first (ties: lower id)
 */
export function fuseRanks<Id extends string>(rankings: readonly (readonly Id[])[]): Id[] {
  const scores = new Map<Id, number>()
  for (const ranking of rankings)
    for (const [at, id] of ranking.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (damping + at + 1))
  return [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id)
}
