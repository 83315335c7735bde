import { z } from 'zod'

/** Greatest sizes of a record; strings in UTF-16 code units, the whole in bytes of canonical JSON. */
export const recordLimits = {
  prompts: 16,
  promptLength: 2_000,
  answerLength: 4_000,
  titleLength: 200,
  textLength: 8_000,
  urlLength: 2_000,
  canonicalBytes: 16_384,
} as const

/** Control characters other than tab and line feed, and the two non-characters that databases and tokenisers trip over. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/u

/** Text of 1 to `max` code units that means the same bytes everywhere: well-formed, NFC, no control characters. */
function text(max: number) {
  return z
    .string('must be a string')
    .max(max, `has more than ${max} characters`)
    .refine((s) => s.trim() !== '', 'is empty')
    .refine((s) => s.isWellFormed(), 'holds half of a surrogate pair')
    .refine((s) => s.normalize('NFC') === s, 'is not in Unicode normal form NFC')
    .refine((s) => !forbidden.test(s), 'holds a control character')
}

function isWebAddress(value: string): boolean {
  const url = URL.parse(value)
  return (
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  )
}

const qaSchema = z.strictObject({
  kind: z.literal('qa'),
  /** Wordings of one request, each answered by `answer`. */
  prompts: z
    .array(text(recordLimits.promptLength), 'must be a list of strings')
    .min(1, 'is an empty list')
    .max(recordLimits.prompts, `has more than ${recordLimits.prompts} entries`)
    .readonly(),
  answer: text(recordLimits.answerLength),
})

const documentSchema = z.strictObject({
  kind: z.literal('document'),
  title: text(recordLimits.titleLength),
  text: text(recordLimits.textLength),
  /** Where a reader finds the source: http or https, without a password. */
  url: text(recordLimits.urlLength).refine(isWebAddress, 'is not an http or https address'),
})

/**
 * A record's content: one question with its wordings and answer, or one document chunk.
 * Unknown fields are refused, so that nothing unchecked enters a record id.
 */
export const recordContentSchema = z
  .discriminatedUnion('kind', [qaSchema, documentSchema], 'must be an object whose kind is "qa" or "document"')
  .refine((content) => canonicalSize(content) <= recordLimits.canonicalBytes, {
    error: `takes more than ${recordLimits.canonicalBytes} bytes as canonical JSON`,
  })

/** Bytes of a record's canonical JSON; key order does not change them, and strings are written alike. */
function canonicalSize(content: unknown): number {
  return new TextEncoder().encode(JSON.stringify(content)).length
}

export type QaContent = z.infer<typeof qaSchema>
export type DocumentContent = z.infer<typeof documentSchema>
export type RecordContent = QaContent | DocumentContent
