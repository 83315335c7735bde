/**
 * The piece of a text between two places of its UTF-8, widened to whole characters.
 *
 * @param start first byte
 * @param end the byte after the last
 */
export function sliceBytes(text: string, start: number, end: number): string {
  const bytes = new TextEncoder().encode(text)
  const continues = (place: number) => ((bytes[place] ?? 0) & 0xc0) === 0x80
  let [from, to] = [start, end]
  while (from > 0 && continues(from)) from--
  while (to < bytes.length && continues(to)) to++
  return new TextDecoder().decode(bytes.subarray(from, to))
}
