import { csvRows } from '../rows/csvRows.ts'
import { jsonlRows } from '../rows/jsonlRows.ts'
import { parquetRows } from '../rows/parquetRows.ts'
import { shapeOf } from '../rows/shapeOf.ts'
import { detectFormat, type Format } from './detectFormat.ts'
import type { NamedFile } from './parsed.ts'

/** What a file is, before anything of it is taken. */
export type FileFacts = {
  readonly format: Format
  /** Columns of a table's first rows; none for documents. */
  readonly columns: readonly string[]
  /** Shape of the first row that has one; null: the columns have to be mapped by hand. Undefined for documents. */
  readonly shape?: 'record' | 'alpaca' | 'sharegpt' | 'messages' | 'columns' | null
}

/** Rows that are looked at. */
const ROWS = 20

/**
 * Looks at the beginning of a file: its format and, of a table, the columns and whether their shape is known.
 *
 * @throws DATA_*
 */
export async function inspectFile(file: NamedFile): Promise<FileFacts> {
  const format = await detectFormat(file)
  const readers = { jsonl: jsonlRows, csv: csvRows, parquet: parquetRows }
  if (format !== 'jsonl' && format !== 'csv' && format !== 'parquet') return { format, columns: [] }
  const columns = new Set<string>()
  let shape: FileFacts['shape'] = null
  let seen = 0
  for await (const row of readers[format](file)) {
    if (row.ok) {
      for (const name of Object.keys(row.value)) columns.add(name)
      shape ??= shapeOf(row.value)?.name ?? null
    }
    seen += 1
    if (seen === ROWS) break
  }
  return { format, columns: [...columns].slice(0, 200), shape }
}
