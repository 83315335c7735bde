import type { TextLine } from './textLine.ts'

/**
 * Cuts UTF-16 with a byte order mark into lines; offsets are those of the file's own bytes.
 *
 * @param lineBytesMax greatest length of a line in bytes; a longer one comes without its text
 */
export async function* splitUtf16Lines(
  source: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
  lineBytesMax: number,
): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const unitsMax = lineBytesMax / 2
  let line = 1
  let kept = ''
  let units = 0
  let start = 0
  function take(ending: number): TextLine {
    const end = start + (units + ending) * 2
    const own = line === 1 ? kept.slice(1) : kept
    const whole = own.endsWith('\r') ? own.slice(0, -1) : own
    const result: TextLine = units > unitsMax ? { line, start, end } : { line, start, end, text: whole }
    line += 1
    start = end
    kept = ''
    units = 0
    return result
  }
  function keep(text: string): void {
    units += text.length
    kept = units > unitsMax ? '' : kept + text
  }
  for await (const piece of source) {
    const text = decoder.decode(piece, { stream: true })
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      keep(text.slice(from, at))
      yield take(1)
      from = at + 1
    }
    keep(text.slice(from))
  }
  keep(decoder.decode())
  if (units > 0) yield take(0)
}
