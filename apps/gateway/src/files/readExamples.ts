import { FILE_LINES_MAX, fileExampleSchema } from '@openledger/core/api/files.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseJsonl } from '@openledger/data/parse/parseJsonl.ts'
import type { QaContent } from '@openledger/data/record/recordContent.ts'
import { chatRecords } from '@openledger/data/rows/chatRecords.ts'
import { fileErrors } from './errors.ts'

/** What a line of a training file says, as the record that it would be. */
export type FileRecord = { readonly line: number; readonly content: QaContent }

const LINE_BYTES_MAX = 65_536

/**
 * Reads a training file as a contribution of the same file is read: one record for each answer.
 * @throws FILE_LINE_INVALID (the first such line), FILE_EMPTY, DATA_FILE_TOO_MANY_LINES
 */
export async function readExamples(bytes: Uint8Array): Promise<FileRecord[]> {
  const limits = { lineBytes: LINE_BYTES_MAX, lines: FILE_LINES_MAX, fileBytes: Number.MAX_SAFE_INTEGER }
  const records: FileRecord[] = []
  const refuse = (line: number, what: string): never => {
    throw new OpenLedgerError(fileErrors.FILE_LINE_INVALID, what, { details: { line, param: 'file' } })
  }
  for await (const parsed of parseJsonl(bytes, fileExampleSchema, limits)) {
    if (!parsed.ok) return refuse(parsed.line, parsed.finding.reason)
    const { line, value } = parsed
    for (const item of chatRecords(value.messages, 'messages', { path: 'file', line }, [])) {
      if (item.kind === 'record' && item.content.kind === 'qa') records.push({ line, content: item.content })
      else if (item.kind === 'leftOut') refuse(line, `Line ${line}: ${item.reason}`)
    }
  }
  if (records.length === 0) throw new OpenLedgerError(fileErrors.FILE_EMPTY, 'The file has no example.')
  return records
}
