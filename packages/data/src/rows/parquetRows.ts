import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { dataErrors } from '../errors.ts'
import { ingestLimits } from '../ingest/limits.ts'
import type { NamedFile, Row } from '../ingest/parsed.ts'
import { parquetCodecs } from './parquetCodecs.ts'

/** Bytes, unpacked, that are turned into objects at once. */
const STEP = 64 * 2 ** 20

/**
 * Rows of a Parquet file, one row group after another.
 *
 * @throws DATA_PARQUET_BROKEN, DATA_FILE_TOO_LARGE
 */
export async function* parquetRows({ path, blob }: NamedFile): AsyncGenerator<Row> {
  const file: AsyncBuffer = {
    byteLength: blob.size,
    slice: async (start, end) => blob.slice(start, end ?? blob.size).arrayBuffer(),
  }
  const metadata = await orBroken(path, () => parquetMetadataAsync(file))
  assertBounded(path, metadata)
  let first = 0
  for (const { num_rows, total_byte_size } of metadata.row_groups) {
    const last = first + Number(num_rows)
    const step = Math.ceil(Number(num_rows) / Math.max(1, Math.ceil(Number(total_byte_size) / STEP)))
    for (let from = first; from < last; from += step) {
      const rowEnd = Math.min(from + step, last)
      const objects = await orBroken(path, () =>
        parquetReadObjects({ file, metadata, rowStart: from, rowEnd, compressors: parquetCodecs, utf8: true }),
      )
      for (const [at, value] of objects.entries()) {
        yield { ok: true, place: { path, row: from + at + 1 }, value, changes: [] }
      }
    }
    first = last
  }
}

function assertBounded(path: string, { row_groups, num_rows, schema }: FileMetaData): void {
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== num_rows || row_groups.some((group) => group.num_rows < 0n)) throw broken(path)
  if (schema.length > ingestLimits.columns) throw broken(path)
  if (row_groups.some((group) => group.total_byte_size > BigInt(ingestLimits.rowGroupBytes))) {
    throw new OpenLedgerError(
      dataErrors.DATA_FILE_TOO_LARGE,
      `A row group of ${path} unpacks to more than ${ingestLimits.rowGroupBytes} bytes.`,
    )
  }
}

async function orBroken<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw OpenLedgerError.find(cause) ?? broken(path, cause)
  }
}

function broken(path: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(dataErrors.DATA_PARQUET_BROKEN, `${path} cannot be read as Parquet.`, { cause })
}
