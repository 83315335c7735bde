/**
 * Whether a path fits a pattern of a dataset card: `*` and `?` within a folder, `**` across folders, `[ab]` one of
 * those characters. Compared character by character with one point to go back to: the time is bounded by the product
 * of the lengths.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  return matchFrom(path, pattern.replace(/^\.\//, ''))
}

function matchFrom(path: string, pattern: string): boolean {
  // reach[p]: the part of the pattern up to here matches the first p characters of the path.
  let reach = Array.from({ length: path.length + 1 }, (_, at) => at === 0)
  let at = 0
  while (at < pattern.length) {
    const next = Array.from({ length: path.length + 1 }, () => false)
    const deep = pattern.startsWith('**', at)
    if (deep || pattern[at] === '*') {
      for (let p = 0; p <= path.length; p += 1) {
        next[p] = reach[p] === true || (p > 0 && next[p - 1] === true && (deep || path[p - 1] !== '/'))
      }
      at += deep ? 2 : 1
      // A folder of any depth, none included: `**/x` is also `x`.
      if (deep && pattern[at] === '/') {
        for (let p = 0; p <= path.length; p += 1)
          next[p] = reach[p] === true || (next[p] === true && path[p - 1] === '/')
        at += 1
      }
    } else {
      const close = pattern[at] === '[' ? pattern.indexOf(']', at + 2) : -1
      const one = close === -1 ? pattern[at] : undefined
      const set = close === -1 ? '' : pattern.slice(at + 1, close)
      for (let p = 1; p <= path.length; p += 1) {
        const c = path[p - 1] ?? ''
        const fits = one === undefined ? inSet(c, set) : one === '?' ? c !== '/' : c === one
        next[p] = reach[p - 1] === true && fits
      }
      at = close === -1 ? at + 1 : close + 1
    }
    reach = next
  }
  return reach[path.length] === true
}

/** `a-z` is a range, a leading `!` means none of them. */
function inSet(c: string, set: string): boolean {
  const not = set.startsWith('!')
  const members = not ? set.slice(1) : set
  let found = false
  for (let at = 0; at < members.length; at += 1) {
    const [low = '', high] = [members[at], members[at + 1] === '-' ? members[at + 2] : undefined]
    found ||= high === undefined ? c === low : c >= low && c <= high
    if (high !== undefined) at += 2
  }
  return found !== not && c !== '/'
}
