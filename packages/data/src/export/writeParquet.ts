import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { EXPORT_COLUMNS, type ExportedVersion, type ExportRow } from './exportRow.ts'

/** Rows of a row group; its bytes are what is in memory at once. */
const GROUP_ROWS = 5_000

const text = (name: keyof ExportRow, repetition_type: 'REQUIRED' | 'OPTIONAL'): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type,
})

/** In the order of EXPORT_COLUMNS; a list has the three levels that Parquet asks for. */
const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: EXPORT_COLUMNS.length },
  { name: 'position', type: 'INT32', repetition_type: 'REQUIRED' },
  text('commitment', 'REQUIRED'),
  text('contributor', 'REQUIRED'),
  text('kind', 'OPTIONAL'),
  { name: 'withdrawn', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
  { name: 'prompts', converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  text('answer', 'OPTIONAL'),
  text('title', 'OPTIONAL'),
  text('text', 'OPTIONAL'),
  text('url', 'OPTIONAL'),
]

/**
 * Writes rows as Parquet (Snappy), a row group at a time. The file's own metadata name the version: `openledger.root`,
 * `openledger.data_hash`, `openledger.datanet`, `openledger.version`.
 */
export async function* writeParquet(
  batches: AsyncIterable<readonly ExportRow[]>,
  { root, dataHash, datanetId, number }: ExportedVersion,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter()
  const parquet = new ParquetWriter({
    writer,
    schema: SCHEMA,
    createdBy: 'openledger',
    kvMetadata: [
      { key: 'openledger.root', value: root },
      { key: 'openledger.data_hash', value: dataHash },
      { key: 'openledger.datanet', value: datanetId },
      { key: 'openledger.version', value: String(number) },
    ],
  })
  const take = () => {
    const bytes = writer.getBytes().slice()
    writer.index = 0
    return bytes
  }
  let group: ExportRow[] = []
  const writeGroup = () => {
    const columnData = EXPORT_COLUMNS.map((name) => ({ name, data: group.map((row) => row[name]) }))
    parquet.write({ columnData, rowGroupSize: GROUP_ROWS })
    group = []
    return take()
  }
  for await (const rows of batches) {
    group.push(...rows)
    if (group.length >= GROUP_ROWS) yield writeGroup()
  }
  if (group.length > 0) yield writeGroup()
  parquet.finish()
  yield take()
}
