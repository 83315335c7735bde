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

/** What a bad line says of its record in spite of all: enough to tell whether it opens its commitment. */
export type ClaimedRecord = {
  readonly index: number
  readonly salt: Hex32
  readonly content: Readonly<Record<string, unknown>>
}

/** One line of an upload. A bad line still names its record's `index`, and the whole `claimed` record, where they can be read. */
export type UploadedLine =
  | {
      readonly ok: true
      readonly line: number
      readonly index: number
      readonly salt: Hex32
      readonly content: RecordContent
    }
  | {
      readonly ok: false
      readonly line: number
      readonly index: number | undefined
      readonly claimed: ClaimedRecord | undefined
      readonly finding: LineFinding
    }

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
    else {
      const claimed = claimedSchema.safeParse(parsed.json).data
      yield { ok: false, line: parsed.line, index: indexOf(parsed.json), claimed, finding: parsed.finding }
    }
  }
}

const claimedSchema = z.strictObject({
  index: indexSchema,
  salt: hex32Schema,
  content: z.record(z.string(), z.unknown()),
})

function indexOf(json: unknown): number | undefined {
  return z.object({ index: indexSchema }).safeParse(json).data?.index
}
