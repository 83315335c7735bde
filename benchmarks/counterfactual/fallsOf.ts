/** A training without some records: by whose choice, and the log-probability of the query's answer after it, nats. */
type Removal = { readonly method: string; readonly query: number; readonly logProbability: number }

/**
 * How much further an answer's log-probability falls without a method's records than without as many drawn by chance, the
 * mean over the queries for which all methods' trainings are there. Of a method that chose anew, the last line counts.
 */
export function fallsOf(
  removals: readonly Removal[],
  methods: ReadonlySet<string>,
): { readonly method: string; readonly fall: number; readonly queries: number }[] {
  const value = new Map(removals.map(({ method, query, logProbability }) => [`${method} ${query}`, logProbability]))
  const queries = [...new Set(removals.map(({ query }) => query))].filter((query) =>
    [...methods, 'random'].every((method) => value.has(`${method} ${query}`)),
  )
  const of = (method: string, query: number) => value.get(`${method} ${query}`) ?? Number.NaN
  return [...methods].map((method) => ({
    method,
    fall: queries.reduce((sum, query) => sum + of('random', query) - of(method, query), 0) / queries.length,
    queries: queries.length,
  }))
}
