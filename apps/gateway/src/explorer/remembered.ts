/** Answers that are kept at a time. */
const ENTRIES_MAX = 256

/**
 * Asks once for what many ask at the same time or soon after: what costs a reading of the chain is not read anew for each
 * visitor. What failed is not kept.
 *
 * @param keep_ms for how long an answer is given again
 */
export function remembered<T>(
  ask: (key: string) => Promise<T>,
  keep_ms: number,
  now_ms: () => number = () => performance.now(),
): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined && now_ms() - known.at < keep_ms) return known.answer
    const entry = { at: now_ms(), answer: ask(key) }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > ENTRIES_MAX && oldest !== undefined) kept.delete(oldest)
    entry.answer.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return entry.answer
  }
}
