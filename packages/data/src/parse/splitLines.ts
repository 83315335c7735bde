/**
 * One line of a byte stream, without its line ending; `bytes` is missing when the line was longer than allowed.
 * `start` and `end` are offsets in the stream, the ending included.
 */
export type ByteLine = {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly bytes?: Uint8Array
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts a byte stream into lines without ever holding more than one line of `maxLineBytes`.
 * The rest of a longer line is skipped. Lines count from 1; both LF and CRLF end one.
 *
 * @param source the file, whole or in pieces
 * @param maxLineBytes greatest length of a line, its ending not counted
 */
export async function* splitLines(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<ByteLine> {
  let line = 1
  let length = 0
  let lineStart = 0
  let pieces: Uint8Array[] = []

  function take(ending: number): ByteLine {
    const whole = new Uint8Array(length <= maxLineBytes + 1 ? length : 0)
    let at = 0
    for (const piece of pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    const end = whole[length - 1] === carriageReturn ? length - 1 : length
    const place = { line, start: lineStart, end: lineStart + length + ending }
    const result: ByteLine = end > maxLineBytes ? place : { ...place, bytes: whole.subarray(0, end) }
    line += 1
    lineStart = place.end
    length = 0
    pieces = []
    return result
  }

  function keep(piece: Uint8Array): void {
    length += piece.length
    if (length <= maxLineBytes + 1) pieces.push(piece)
    else pieces = []
  }

  for await (const chunk of source) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end))
      yield take(1)
      start = end + 1
    }
    keep(chunk.slice(start))
  }
  if (length > 0) yield take(0)
}
