import { ingestLimits } from '../ingest/limits.ts'
import type { Block, NamedFile, ParsedItem, TextChange } from '../ingest/parsed.ts'
import { recordLimits } from '../record/recordContent.ts'
import { cleanText } from '../text/cleanText.ts'
import { decodeLines } from '../text/decodeLines.ts'
import type { TextLine } from '../text/textLine.ts'
import { markdownKind, setextLevel } from './markdownKind.ts'
import { reserved } from './reserved.ts'

type LeftOut = Extract<ParsedItem, { kind: 'leftOut' }>
type Open = { text: string; first: TextLine; end: number; legacy: boolean; fence: string | undefined; heading?: number }

/**
 * Blocks of a text file: what blank lines part. In Markdown also headings (ATX and setext) and fenced code, which blank
 * lines don't part, by CommonMark §4; the text of a block is the source as it stands. Front matter is left out, and said
 * so; one that reserves the text refuses the file. A block that grows too long for a record ends there, at a line.
 *
 * @throws DATA_FILE_RESERVED
 */
export async function* textBlocks(
  { path, blob }: NamedFile,
  format: 'markdown' | 'text',
): AsyncGenerator<Block | LeftOut> {
  let open: Open | undefined
  let front = false
  const close = (): Block[] => {
    if (open === undefined || open.text.trim() === '') {
      open = undefined
      return []
    }
    const { text, first, end, legacy, heading } = open
    open = undefined
    const cleaned = cleanText(text)
    const changes: TextChange[] = legacy ? ['read as windows-1252', ...cleaned.changes] : [...cleaned.changes]
    const place = { path, line: first.line, bytes: [first.start, end] as const }
    return [{ text: cleaned.text, place, changes, ...(heading === undefined ? {} : { heading }) }]
  }
  const begin = (line: TextLine, text: string, more: Partial<Open> = {}) => {
    open = { text, first: line, end: line.end, legacy: line.legacy === true, fence: undefined, ...more }
  }
  const add = (line: TextLine, text: string) => {
    if (open === undefined) return begin(line, text)
    open.text += `\n${text}`
    open.end = line.end
    open.legacy ||= line.legacy === true
  }

  for await (const line of decodeLines(blob.stream(), ingestLimits.lineBytes)) {
    const { text } = line
    if (text === undefined) {
      yield* close()
      const place = { path, line: line.line, bytes: [line.start, line.end] as const }
      const reason = `Line ${line.line} has more than ${ingestLimits.lineBytes} bytes.`
      yield { kind: 'leftOut', place, code: 'DATA_LINE_TOO_LONG', reason }
      continue
    }
    if (format === 'markdown') {
      if (line.line === 1 && text.trimEnd() === '---') front = true
      else if (front) {
        const [, tdm, robots] = FRONT_RESERVATION.exec(text) ?? []
        const by = tdm ?? robots
        if (by !== undefined) throw reserved(path, by)
        if (line.line > frontMatterLines || text.trim() === '---') {
          front = false
          const place = { path, line: 1, bytes: [0, line.end] as const }
          yield {
            kind: 'leftOut',
            place,
            code: 'DATA_FRONT_MATTER',
            reason: 'Front matter says things about the text; it is not of it.',
          }
        }
        continue
      }
      if (front) continue
      const kind = markdownKind(text, open?.fence)
      if (kind.name === 'heading') {
        yield* close()
        begin(line, kind.text, { heading: kind.level })
        yield* close()
        continue
      }
      if (kind.name === 'fence') {
        if (open?.fence === undefined) {
          yield* close()
          begin(line, text, { fence: kind.fence })
          continue
        }
        add(line, text)
        yield* close()
        continue
      }
      const level =
        open !== undefined && open.fence === undefined && open.text.length <= 200 ? setextLevel(text) : undefined
      if (open !== undefined && level !== undefined) {
        add(line, '')
        open.text = open.text.trim()
        open.heading = level
        yield* close()
        continue
      }
    }
    if (text.trim() === '' && open?.fence === undefined) {
      yield* close()
      continue
    }
    const fence = open?.fence
    if (open !== undefined && open.text.length + text.length >= recordLimits.textLength / 2) {
      yield* close()
      begin(line, text, { fence })
    } else add(line, text)
  }
  yield* close()
}

/** A line of front matter by which the author reserves the text: the TDM Reservation Protocol's, or a robots tag's. */
const FRONT_RESERVATION = /^(tdm-reservation)\s*:\s*["']?1\b|^(?:robots|x-robots-tag)\s*:.*\b(no(?:image)?ai)\b/i

/** Front matter that goes on for longer is none: its first line was a rule. */
const frontMatterLines = 2_000
