import type { ExportRow } from './exportRow.ts'

/** Writes rows as JSON Lines, a batch at a time: every line has every column. */
export async function* writeJsonl(batches: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const rows of batches) yield encoder.encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
