import type { Mapping, RecordRanges } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { chunkBlocks } from '../documents/chunkBlocks.ts'
import { docxBlocks } from '../documents/docxBlocks.ts'
import { pdfBlocks } from '../documents/pdfBlocks.ts'
import { textBlocks } from '../documents/textBlocks.ts'
import { dataErrors } from '../errors.ts'
import { csvRows } from '../rows/csvRows.ts'
import { jsonlRows } from '../rows/jsonlRows.ts'
import { parquetRows } from '../rows/parquetRows.ts'
import { rowRecords } from '../rows/rowRecords.ts'
import { cleanText } from '../text/cleanText.ts'
import { detectFormat, type Format } from './detectFormat.ts'
import type { NamedFile, ParsedItem, Row } from './parsed.ts'

/** How a file is read. */
export type ParseOptions = {
  /** Columns mapped by hand, for tables. */
  readonly mapping?: Mapping | undefined
  /** Where a reader finds the source. Documents need it; rows may name their own. */
  readonly url?: string | undefined
  /** Records that are left out, by their number in the file, from 1. */
  readonly without?: RecordRanges | undefined
}

/**
 * Reads a file to records, as it streams: the same bytes, path and options give the same items in the same order, in a
 * browser and in Node. Whatever becomes no record is told with its place and the reason.
 *
 * @throws DATA_* where the file as a whole cannot be read; DATA_RECORD_NOT_THERE at its end, where it has fewer records
 *   than are left out
 */
export async function* parseFile(file: NamedFile, options: ParseOptions = {}): AsyncGenerator<ParsedItem> {
  const { without } = options
  if (without === undefined) {
    yield* readItems(file, options)
    return
  }
  let number = 0
  let at = 0
  for await (const item of readItems(file, options)) {
    if (item.kind === 'record') number += 1
    while (number > (without[at]?.[1] ?? Number.POSITIVE_INFINITY)) at += 1
    const isOut = item.kind === 'record' && number >= (without[at]?.[0] ?? Number.POSITIVE_INFINITY)
    if (isOut) yield { kind: 'leftOut', place: item.place, code: 'DATA_RECORD_NOT_CHOSEN', reason: NOT_CHOSEN }
    else yield item
  }
  const last = without.at(-1)?.[1] ?? 0
  if (last > number) {
    throw new OpenLedgerError(
      dataErrors.DATA_RECORD_NOT_THERE,
      `${file.path} has ${number} records; number ${last} was to be left out.`,
    )
  }
}

const NOT_CHOSEN = 'Its contributor left it out.'

async function* readItems(file: NamedFile, options: ParseOptions): AsyncGenerator<ParsedItem> {
  const format = await detectFormat(file)
  const rows = rowsOf(format, file)
  if (rows !== undefined) {
    for await (const row of rows) yield* rowRecords(row, options)
    return
  }
  const { url } = options
  const address = url === undefined ? null : URL.parse(url)
  if (address === null || url === undefined || !['http:', 'https:'].includes(address.protocol)) {
    throw new OpenLedgerError(
      dataErrors.DATA_URL_NEEDED,
      `${file.path} is a document, and its readers need its address.`,
    )
  }
  yield* chunkBlocks(blocksOf(format, file), { title: titleOf(file.path), url })
}

function rowsOf(format: Format, file: NamedFile): AsyncGenerator<Row> | undefined {
  switch (format) {
    case 'jsonl':
      return jsonlRows(file)
    case 'csv':
      return csvRows(file)
    case 'parquet':
      return parquetRows(file)
    default:
      return undefined
  }
}

function blocksOf(format: Format, file: NamedFile) {
  switch (format) {
    case 'pdf':
      return pdfBlocks(file)
    case 'docx':
      return docxBlocks(file)
    case 'markdown':
      return textBlocks(file, 'markdown')
    default:
      return textBlocks(file, 'text')
  }
}

/** A document's name: its file's, without folders and ending. */
function titleOf(path: string): string {
  const name = path.split('/').at(-1) ?? path
  const { text } = cleanText(name.replace(/\.[a-z0-9]+$/i, ''))
  return text.trim() === '' ? 'Document' : text
}
