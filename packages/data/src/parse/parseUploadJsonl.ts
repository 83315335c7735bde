import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'
import { type RecordContent, recordContentSchema } from '../record/recordContent.ts'
import { defaultParseLimits, type LineFinding, type ParseLimits, parseJsonl } from './parseJsonl.ts'

const indexSchema = z.int('must be a whole number').min(0, 'is negative').max(0xffffffff, 'is too large')
const uploadSchema = z.strictObject({
  index: indexSchema,
  salt: hex32Schema,
  content: recordContentSchema,
})

/** One line of an upload. A bad line still names its record's `index` in the contribution where it can be read. */
export type UploadedLine =
  | {
      readonly ok: true
      readonly line: number
      readonly index: number
      readonly salt: Hex32
      readonly content: RecordContent
    }
  | { readonly ok: false; readonly line: number; readonly index: number | undefined; readonly finding: LineFinding }

/**
 * Reads the upload of a contribution: a line {index, salt, content} opens the commitment at `index`.
 *
 * @param source the body of the request, whole or as a stream
 * @throws DATA_FILE_TOO_LARGE, DATA_FILE_TOO_MANY_LINES
 */
export async function* parseUploadJsonl(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  limits: ParseLimits = defaultParseLimits,
): AsyncGenerator<UploadedLine> {
  for await (const parsed of parseJsonl(source, uploadSchema, limits)) {
    if (parsed.ok) yield { ok: true, line: parsed.line, ...parsed.value }
    else yield { ok: false, line: parsed.line, index: indexOf(parsed.json), finding: parsed.finding }
  }
}

function indexOf(json: unknown): number | undefined {
  return z.object({ index: indexSchema }).safeParse(json).data?.index
}
