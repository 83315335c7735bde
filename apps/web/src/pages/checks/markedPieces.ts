/**
 * A text cut at its places: pieces in order, each marked or not, which together are the text. Places that overlap are one.
 *
 * @example markedPieces('ask a@b.org', [{ start: 4, end: 11 }]).map(({ piece }) => piece) // ['ask ', 'a@b.org']
 */
export function markedPieces(
  text: string,
  places: readonly { readonly start: number; readonly end: number }[],
): readonly { readonly at: number; readonly piece: string; readonly isMarked: boolean }[] {
  const pieces: { at: number; piece: string; isMarked: boolean }[] = []
  const add = (from: number, to: number, isMarked: boolean) => {
    if (to > from) pieces.push({ at: from, piece: text.slice(from, to), isMarked })
  }
  let at = 0
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const [from, to] = [Math.max(at, Math.min(start, text.length)), Math.min(end, text.length)]
    if (to <= from) continue
    add(at, from, false)
    add(from, to, true)
    at = to
  }
  add(at, text.length, false)
  return pieces
}
