import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '../errors.ts'
import { assertPath } from './assertPath.ts'
import { ingestLimits } from './limits.ts'
import type { NamedFile } from './parsed.ts'

/** What can be read. */
export type Format = 'markdown' | 'text' | 'pdf' | 'docx' | 'jsonl' | 'csv' | 'parquet'

const byEnding: Readonly<Record<string, Format>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  pdf: 'pdf',
  docx: 'docx',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'csv',
  parquet: 'parquet',
}

/** The format that a name's ending says; undefined where it says none of ours. */
export function formatOfName(path: string): Format | undefined {
  return byEnding[/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '']
}

/**
 * The format of a file: what its ending says, if its first bytes agree.
 *
 * @throws DATA_PATH_UNSAFE, DATA_FORMAT_UNKNOWN, DATA_FORMAT_MISMATCH, DATA_FILE_EMPTY, DATA_FILE_TOO_LARGE
 */
export async function detectFormat({ path, blob }: NamedFile): Promise<Format> {
  assertPath(path)
  const format = formatOfName(path)
  if (format === undefined) {
    throw new OpenLedgerError(dataErrors.DATA_FORMAT_UNKNOWN, `${path} has an ending that says no format we read.`)
  }
  if (blob.size === 0) throw new OpenLedgerError(dataErrors.DATA_FILE_EMPTY, `${path} is empty.`)
  const whole = format === 'pdf' || format === 'docx'
  const limit = whole ? ingestLimits.wholeFileBytes : ingestLimits.fileBytes
  if (blob.size > limit) {
    throw new OpenLedgerError(dataErrors.DATA_FILE_TOO_LARGE, `${path} has more than ${limit} bytes.`, {
      details: { limit },
    })
  }
  const found = sniff(new Uint8Array(await blob.slice(0, 4_096).arrayBuffer()))
  const agrees = found === 'text' ? !['pdf', 'docx', 'parquet'].includes(format) : found === format
  if (!agrees) {
    const what = found === undefined ? 'bytes that are no text' : names[found]
    throw new OpenLedgerError(dataErrors.DATA_FORMAT_MISMATCH, `${path} is called ${names[format]}, but holds ${what}.`)
  }
  return format
}

const names: Readonly<Record<Format, string>> = {
  markdown: 'Markdown',
  text: 'text',
  pdf: 'a PDF',
  docx: 'a ZIP archive',
  jsonl: 'JSONL',
  csv: 'CSV',
  parquet: 'Parquet',
}

/** What the first bytes say (PDF: anywhere in the first 1,024, ISO 32000 annex H); undefined: no text, and none of ours. */
function sniff(head: Uint8Array): 'pdf' | 'docx' | 'parquet' | 'text' | undefined {
  const ascii = String.fromCharCode(...head.subarray(0, 1_024))
  if (ascii.startsWith('PK\u0003\u0004')) return 'docx'
  if (ascii.startsWith('PAR1')) return 'parquet'
  if (ascii.includes('%PDF-') && (ascii.startsWith('%PDF-') || ascii.includes('\0'))) return 'pdf'
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  return wide || !head.includes(0) ? 'text' : undefined
}
