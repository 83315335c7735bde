import { splitLines } from '../parse/splitLines.ts'
import { splitUtf16Lines } from './splitUtf16Lines.ts'
import type { TextLine } from './textLine.ts'

/**
 * Reads lines of text in whatever encoding they have: by a byte order mark (UTF-8, UTF-16), else each line as UTF-8,
 * and a line that is none as windows-1252, which has a meaning for every byte (WHATWG Encoding). A file of mixed
 * encodings thus keeps its good lines. One line is held at a time.
 *
 * @param source the file in pieces
 * @param lineBytesMax greatest length of a line
 */
export async function* decodeLines(source: AsyncIterable<Uint8Array>, lineBytesMax: number): AsyncGenerator<TextLine> {
  const { mark, whole } = await readMark(source)
  if (mark === 'utf-16le' || mark === 'utf-16be') {
    yield* splitUtf16Lines(whole, mark, lineBytesMax)
    return
  }
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const legacy = new TextDecoder('windows-1252')
  for await (const { line, start, end, bytes } of splitLines(whole, lineBytesMax)) {
    if (bytes === undefined) {
      yield { line, start, end }
      continue
    }
    const own = line === 1 && mark === 'utf-8' ? bytes.subarray(3) : bytes
    let text: string
    try {
      text = utf8.decode(own)
    } catch {
      yield { line, start, end, text: legacy.decode(own), legacy: true }
      continue
    }
    yield { line, start, end, text }
  }
}

async function readMark(source: AsyncIterable<Uint8Array>) {
  const pieces = source[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  while (length < 3) {
    const { done, value } = await pieces.next()
    if (done === true) break
    head.push(value)
    length += value.length
  }
  const [a, b, c] = head.flatMap((piece) => [...piece.subarray(0, 3)])
  const mark =
    a === 0xff && b === 0xfe
      ? 'utf-16le'
      : a === 0xfe && b === 0xff
        ? 'utf-16be'
        : a === 0xef && b === 0xbb && c === 0xbf
          ? 'utf-8'
          : undefined
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* head
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  return { mark, whole: whole() } as const
}
