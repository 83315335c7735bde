import { EXPORT_COLUMNS, type ExportRow } from './exportRow.ts'

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n]|^[＝＋－＠]/u

/**
 * Writes rows as CSV (RFC 4180, UTF-8, CRLF) with a heading, a batch at a time. Prompts are a JSON list in one cell. Where
 * a text begins like a formula an apostrophe goes before it, which spreadsheets show as text: JSONL and Parquet have
 * the text as it is.
 */
export async function* writeCsv(batches: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`${EXPORT_COLUMNS.join(',')}\r\n`)
  for await (const rows of batches) {
    yield encoder.encode(
      rows.map((row) => `${EXPORT_COLUMNS.map((name) => csvCell(row[name])).join(',')}\r\n`).join(''),
    )
  }
}

/** One cell, quoted where it must be. */
export function csvCell(value: ExportRow[keyof ExportRow]): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
