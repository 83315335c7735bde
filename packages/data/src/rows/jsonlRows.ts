import { ingestLimits } from '../ingest/limits.ts'
import type { NamedFile, Row } from '../ingest/parsed.ts'
import { decodeLines } from '../text/decodeLines.ts'

/** Rows of a JSONL file: one JSON object a line. Blank lines are no rows. */
export async function* jsonlRows({ path, blob }: NamedFile): AsyncGenerator<Row> {
  for await (const { line, start, end, text, legacy } of decodeLines(blob.stream(), ingestLimits.lineBytes)) {
    const place = { path, line, bytes: [start, end] as const }
    if (text === undefined) {
      const reason = `Line ${line} has more than ${ingestLimits.lineBytes} bytes.`
      yield { ok: false, place, code: 'DATA_LINE_TOO_LONG', reason }
      continue
    }
    if (text.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      yield { ok: false, place, code: 'DATA_LINE_NOT_JSON', reason: `Line ${line} is not one complete JSON value.` }
      continue
    }
    yield isObject(value)
      ? { ok: true, place, value, changes: legacy === true ? ['read as windows-1252'] : [] }
      : { ok: false, place, code: 'DATA_LINE_NOT_JSON', reason: `Line ${line} is JSON, but not an object.` }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
