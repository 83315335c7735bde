import { parquetRows } from '@openledger/data/rows/parquetRows.ts'

const MAGIC = 'PAR1'

/** An answer's bytes as text that secrets can be looked for in: a Parquet file, alone or stored in a zip, is unpacked too. */
export async function bodyText(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  const [start, end] = [buffer.indexOf(MAGIC), buffer.lastIndexOf(MAGIC)]
  if (start === end) return text
  const rows: unknown[] = []
  const blob = new Blob([bytes.subarray(start, end + MAGIC.length)])
  for await (const row of parquetRows({ path: 'answer.parquet', blob })) rows.push(row)
  return `${text}\n${JSON.stringify(rows)}`
}
