import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import { ingestLimits } from '../ingest/limits.ts'
import type { NamedFile, Row, TextChange } from '../ingest/parsed.ts'
import { decodeLines } from '../text/decodeLines.ts'
import { type CsvReader, csvReader } from './csvReader.ts'

const delimiters = [',', ';', '\t', '|'] as const

/**
 * Rows of a CSV file whose first row names the columns. The delimiter is the one of comma, semicolon, tab and bar that
 * cuts the first row into the most columns. One row is held at a time.
 *
 * @throws DATA_CSV_HEADER where the first row names no columns, or one twice
 */
export async function* csvRows({ path, blob }: NamedFile): AsyncGenerator<Row> {
  let columns: readonly string[] | undefined
  let reader: CsvReader | undefined
  let row = 0
  /** Length of the row that is open; 0 between rows. */
  let pending = 0
  let from = { line: 0, start: 0 }
  let changes: TextChange[] = []
  for await (const { line, start, end, text, legacy } of decodeLines(blob.stream(), ingestLimits.lineBytes)) {
    if (pending === 0) {
      if (text !== undefined && text.trim() === '') continue
      from = { line, start }
      changes = []
    }
    if (legacy === true && changes.length === 0) changes.push('read as windows-1252')
    const place = { path, row: row + 1, line: from.line, bytes: [from.start, end] as const }
    pending += (text ?? '').length + 1
    if (text === undefined || pending > ingestLimits.lineBytes) {
      if (columns === undefined) throw badHeader(path, 'is too long')
      row += 1
      pending = 0
      reader?.reset()
      const reason = `The row that begins in line ${from.line} has more than ${ingestLimits.lineBytes} bytes.`
      yield { ok: false, place, code: 'DATA_LINE_TOO_LONG', reason }
      continue
    }
    reader ??= csvReader(widest(text))
    const fields = reader.feed(text)
    if (fields === undefined) continue
    pending = 0
    if (columns === undefined) {
      columns = headerOf(path, fields)
      continue
    }
    row += 1
    yield toRow(columns, fields, place, changes)
  }
  if (pending > 0) {
    const place = { path, row: row + 1, line: from.line }
    const reason = `The quote that opens in the row of line ${from.line} is never closed.`
    yield { ok: false, place, code: 'DATA_CSV_QUOTE', reason }
  }
}

function toRow(
  columns: readonly string[],
  fields: readonly string[],
  place: Row['place'],
  changes: readonly TextChange[],
): Row {
  if (fields.length !== columns.length) {
    const reason = `Row ${place.row} has ${fields.length} fields, the first row names ${columns.length} columns.`
    return { ok: false, place, code: 'DATA_CSV_UNEVEN', reason }
  }
  return { ok: true, place, changes, value: Object.fromEntries(columns.map((name, at) => [name, fields[at]])) }
}

function widest(line: string): string {
  const width = (delimiter: string) => csvReader(delimiter).feed(line)?.length ?? 0
  return delimiters.reduce((best, one) => (width(one) > width(best) ? one : best))
}

function headerOf(path: string, fields: readonly string[]): readonly string[] {
  const names = fields.map((field) => field.trim())
  if (names.length > ingestLimits.columns) throw badHeader(path, `names more than ${ingestLimits.columns} columns`)
  if (names.every((name) => name === '')) throw badHeader(path, 'names no columns')
  const seen = new Set<string>()
  return names.map((name, at) => {
    // Spreadsheets and data frames leave the first name empty for a row's number.
    const own = name === '' ? `column ${at + 1}` : name
    if (seen.has(own)) throw badHeader(path, 'names a column twice')
    seen.add(own)
    return own
  })
}

function badHeader(path: string, what: string): OpenLedgerError {
  return new OpenLedgerError(dataErrors.DATA_CSV_HEADER, `The first row of ${path} ${what}.`)
}
