/**
 * Length of the longest sequence that two lists have in common, in the same order, with anything in between: 32 places of
 * one list at a time (Hyyrö, Bit-Parallel LCS-length Computation Revisited, 2004).
 *
 * @returns 0 to the shorter list's length
 */
export function commonSubsequence(a: Uint32Array, b: Uint32Array): number {
  const words = (a.length + 31) >>> 5
  const places = new Map<number, Uint32Array>()
  for (let i = 0; i < a.length; i += 1) {
    const item = a[i] as number
    const bits = places.get(item) ?? new Uint32Array(words)
    if (!places.has(item)) places.set(item, bits)
    bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31))
  }
  // A place whose bit is 0 is one more of the sequence than the place before it.
  const open = new Uint32Array(words).fill(0xffff_ffff)
  for (const item of b) {
    const bits = places.get(item)
    if (bits === undefined) continue
    let carry = 0
    for (let word = 0; word < words; word += 1) {
      const before = open[word] as number
      const met = (before & (bits[word] as number)) >>> 0
      const sum = before + met + carry
      carry = sum > 0xffff_ffff ? 1 : 0
      open[word] = sum | (before & ~met)
    }
  }
  let length = 0
  for (let i = 0; i < a.length; i += 1) if ((((open[i >>> 5] as number) >>> (i & 31)) & 1) === 0) length += 1
  return length
}
