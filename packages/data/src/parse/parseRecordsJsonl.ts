import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { dataErrors } from '../errors.ts'
import { type RecordContent, recordContentSchema } from '../record/recordContent.ts'
import { splitLines } from './splitLines.ts'

/** What is wrong with one line: a code for programs, a sentence for its contributor. */
export type LineFinding = {
  readonly line: number
  readonly code: 'DATA_LINE_TOO_LONG' | 'DATA_LINE_NOT_UTF8' | 'DATA_LINE_NOT_JSON' | 'DATA_RECORD_INVALID'
  readonly reason: string
}

/** One line of the file: a record, or why it is none. */
export type ParsedLine =
  | { readonly ok: true; readonly line: number; readonly content: RecordContent }
  | { readonly ok: false; readonly line: number; readonly finding: LineFinding }

export type ParseLimits = {
  /** Greatest length of one line, in bytes. A record of 16 KiB may be written with escapes. */
  readonly lineBytes: number
  /** Greatest number of lines, blank ones included. */
  readonly lines: number
  /** Greatest length of the file, in bytes. */
  readonly fileBytes: number
}

export const defaultParseLimits: ParseLimits = { lineBytes: 65_536, lines: 100_000, fileBytes: 64 * 1024 * 1024 }

/**
 * Reads records from JSONL, one line after another; a bad line becomes a finding and the next line goes on.
 * Blank lines are skipped, but counted. The file is never held whole.
 *
 * @param source the file as bytes, or as a stream of them
 * @throws DATA_FILE_TOO_LARGE, DATA_FILE_TOO_MANY_LINES (the lines before the limit have been yielded by then)
 */
export async function* parseRecordsJsonl(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  limits: ParseLimits = defaultParseLimits,
): AsyncGenerator<ParsedLine> {
  for await (const { line, bytes } of splitLines(withinFileLimit(source, limits.fileBytes), limits.lineBytes)) {
    if (line > limits.lines) {
      throw new OpenLedgerError(dataErrors.DATA_FILE_TOO_MANY_LINES, `The file has more than ${limits.lines} lines.`, {
        details: { limit: limits.lines },
      })
    }
    const parsed = bytes === undefined ? tooLong(line, limits.lineBytes) : parseLine(line, bytes)
    if (parsed !== undefined) yield parsed
  }
}

async function* withinFileLimit(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    total += chunk.length
    if (total > limit) {
      throw new OpenLedgerError(dataErrors.DATA_FILE_TOO_LARGE, `The file has more than ${limit} bytes.`, {
        details: { limit },
      })
    }
    yield chunk
  }
}

function parseLine(line: number, bytes: Uint8Array): ParsedLine | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: line !== 1 }).decode(bytes)
  } catch {
    return bad(line, 'DATA_LINE_NOT_UTF8', 'it is not valid UTF-8')
  }
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return bad(line, 'DATA_LINE_NOT_JSON', 'it is not one complete JSON value')
  }
  const result = recordContentSchema.safeParse(value)
  return result.success
    ? { ok: true, line, content: result.data }
    : bad(line, 'DATA_RECORD_INVALID', describeIssue(result.error.issues[0]))
}

function tooLong(line: number, limit: number): ParsedLine {
  return bad(line, 'DATA_LINE_TOO_LONG', `it has more than ${limit} bytes`)
}

function bad(line: number, code: LineFinding['code'], what: string): ParsedLine {
  return { ok: false, line, finding: { line, code, reason: `Line ${line} was not taken: ${what}.` } }
}

/** Names the field and the rule it breaks; never quotes the value, which may be long or private. */
function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it is not a record'
  const field = issue.path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join(' ')
  if (issue.code === 'unrecognized_keys')
    return `it has ${issue.keys.length} unknown field${issue.keys.length === 1 ? '' : 's'}`
  if (issue.path[0] === 'kind') return 'its kind must be "qa" or "document"'
  return `${field === '' ? 'the record' : field} ${issue.message}`
}
