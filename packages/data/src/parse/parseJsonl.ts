import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { dataErrors } from '../errors.ts'
import { describeIssue } from './describeIssue.ts'
import { splitLines } from './splitLines.ts'

/** What is wrong with one line: a code for programs, a sentence for its contributor. */
export type LineFinding = {
  readonly line: number
  readonly code: 'DATA_LINE_TOO_LONG' | 'DATA_LINE_NOT_UTF8' | 'DATA_LINE_NOT_JSON' | 'DATA_RECORD_INVALID'
  readonly reason: string
}

/** One line of the file: what it holds, or what is wrong with it. `json` is there if the line was JSON at least. */
export type JsonLine<T> =
  | { readonly ok: true; readonly line: number; readonly value: T }
  | { readonly ok: false; readonly line: number; readonly finding: LineFinding; readonly json?: unknown }

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
 * Reads JSONL, one line after another; a bad line becomes a finding and the next line goes on. Blank lines are
 * skipped, but counted. The file is never held whole.
 *
 * @param source the file as bytes, or as a stream of them
 * @param schema what each line must hold
 * @throws DATA_FILE_TOO_LARGE, DATA_FILE_TOO_MANY_LINES (the lines before the limit have been yielded by then)
 */
export async function* parseJsonl<T>(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  schema: z.ZodType<T>,
  limits: ParseLimits = defaultParseLimits,
): AsyncGenerator<JsonLine<T>> {
  for await (const { line, bytes } of splitLines(withinFileLimit(source, limits.fileBytes), limits.lineBytes)) {
    if (line > limits.lines) {
      throw new OpenLedgerError(dataErrors.DATA_FILE_TOO_MANY_LINES, `The file has more than ${limits.lines} lines.`, {
        details: { limit: limits.lines },
      })
    }
    const parsed = bytes === undefined ? tooLong(line, limits.lineBytes) : parseLine(line, bytes, schema)
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

type BadLine = Extract<JsonLine<never>, { ok: false }>

function parseLine<T>(line: number, bytes: Uint8Array, schema: z.ZodType<T>): JsonLine<T> | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: line !== 1 }).decode(bytes)
  } catch {
    return bad(line, 'DATA_LINE_NOT_UTF8', 'it is not valid UTF-8')
  }
  if (text.trim() === '') return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return bad(line, 'DATA_LINE_NOT_JSON', 'it is not one complete JSON value')
  }
  const result = schema.safeParse(json)
  return result.success
    ? { ok: true, line, value: result.data }
    : { ...bad(line, 'DATA_RECORD_INVALID', describeIssue(result.error.issues[0])), json }
}

function tooLong(line: number, limit: number): BadLine {
  return bad(line, 'DATA_LINE_TOO_LONG', `it has more than ${limit} bytes`)
}

function bad(line: number, code: LineFinding['code'], what: string): BadLine {
  return { ok: false, line, finding: { line, code, reason: `Line ${line} was not taken: ${what}.` } }
}
