const DEPTH_MAX = 64

/** What has no canonical form, and where. */
export type Flaw = { readonly path: string; readonly why: string }

/** A flaw of the value itself. */
export const flaw = (why: string): Flaw => ({ path: '', why })
const inside = (step: string, found: Flaw | undefined): Flaw | undefined =>
  found && { path: `${step}${found.path}`.slice(0, 200), why: found.why }

/** Finds the first thing that different languages could print differently. The path is only built when there is one. */
export function findFlaw(value: unknown, depth: number): Flaw | undefined {
  if (depth > DEPTH_MAX) return flaw(`nested deeper than ${DEPTH_MAX}`)
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'string') return value.isWellFormed() ? undefined : flaw('a lone surrogate is not text')
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? undefined : flaw(`${value} is not an integer up to 2^53 - 1`)
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = findFlaw(value[i], depth + 1)
      if (found !== undefined) return inside(`[${i}]`, found)
    }
    return undefined
  }
  if (typeof value !== 'object') return flaw(`a ${typeof value} has no canonical form`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return flaw('only plain objects have a canonical form')
  for (const [key, entry] of Object.entries(value)) {
    if (!key.isWellFormed()) return flaw('a key holds a lone surrogate')
    const found = findFlaw(entry, depth + 1)
    if (found !== undefined) return inside(`.${key}`, found)
  }
  return undefined
}
