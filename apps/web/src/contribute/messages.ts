import { mappingSchema, recordRangesSchema } from '@openledger/core/api/uploads.ts'
import { z } from 'zod'

const fileSchema = z.object({ path: z.string(), blob: z.instanceof(Blob) })
const optionsSchema = z.object({ url: z.string().optional(), mapping: mappingSchema.optional() })
const fileOptionsSchema = optionsSchema.extend({ without: recordRangesSchema.optional() })

/** What a page asks its parser for. One worker does one thing and is ended then. */
export const parserRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('preview'), files: z.array(fileSchema), options: optionsSchema }),
  z.object({ type: z.literal('records'), file: fileSchema, options: fileOptionsSchema }),
  /** Some records of a file, from number `from` on. */
  z.object({
    type: z.literal('look'),
    file: fileSchema,
    options: optionsSchema,
    from: z.int().min(1),
    count: z.int().min(1).max(100),
  }),
  /** The page has taken a batch and wants the next. */
  z.object({ type: z.literal('next') }),
  z.object({ type: z.literal('hash'), blob: z.instanceof(Blob) }),
])
export type ParserRequest = z.infer<typeof parserRequestSchema>

const placeSchema = z.object({
  path: z.string(),
  line: z.number().optional(),
  row: z.number().optional(),
  page: z.number().optional(),
  block: z.number().optional(),
  bytes: z.tuple([z.number(), z.number()]).readonly().optional(),
})

const contentSchema = z.record(z.string(), z.unknown())
const shownRecordSchema = z.object({
  place: placeSchema,
  content: contentSchema,
  changes: z.array(z.string()).readonly(),
})
const leftOutSchema = z.object({ place: placeSchema, code: z.string(), reason: z.string() })

/** What was found in one file. */
const fileFactsSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  format: z.string().nullable(),
  columns: z.array(z.string()).readonly(),
  /** Undefined for documents; null: the columns have to be mapped. */
  shape: z.string().nullable().optional(),
  records: z.number(),
  leftOut: z.number(),
})

/** How far a preview is: counts of everything, the first records and the first places that became none. */
export const previewSchema = z.object({
  files: z.array(fileFactsSchema),
  records: z.number(),
  leftOut: z.number(),
  changed: z.number(),
  /** File that is being read. */
  reading: z.string().nullable(),
  /** Licence that a dataset card names. */
  licence: z.string().nullable(),
  shown: z.array(shownRecordSchema),
  reasons: z.array(leftOutSchema),
  /** How often each code left something out. */
  codes: z.array(z.tuple([z.string(), z.number()])),
  done: z.boolean(),
})
export type PreviewFacts = z.infer<typeof previewSchema>
export type ShownRecord = z.infer<typeof shownRecordSchema>

/** What a parser says. */
export const parserReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('preview'), preview: previewSchema }),
  z.object({ type: z.literal('batch'), records: z.array(z.object({ place: placeSchema, content: contentSchema })) }),
  z.object({ type: z.literal('looked'), records: z.array(shownRecordSchema) }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('hash'), sha256: z.string() }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string() }),
])
export type ParserReport = z.infer<typeof parserReportSchema>
