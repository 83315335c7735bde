import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { contributionRecordsMax, contributionSchema, sourceLicenceSchema } from './contributions.ts'
import { addressSchema, countSchema, hash32Schema } from './primitives.ts'

/** What the parser is: a file read by another one may give other records. Counts up with every change of what it gives. */
export const PARSER_VERSION = 1
/** Length of every part of an upload but the last, in bytes. */
export const uploadPartBytes = 8 * 2 ** 20
/** Greatest file. */
export const uploadBytesMax = 2 ** 31

const columnSchema = z.string().min(1).max(200)

/** Which columns of a table hold what, where its shape is not known: mapped by hand. */
export const mappingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('qa'),
    /** Columns that each hold a wording of the request. */
    prompts: z.array(columnSchema).min(1).max(16).readonly(),
    answer: columnSchema,
  }),
  z.strictObject({
    kind: z.literal('document'),
    text: columnSchema,
    title: columnSchema.optional(),
    url: columnSchema.optional(),
  }),
])
export type Mapping = z.infer<typeof mappingSchema>

/** Ranges of records that are left out at most. */
export const withoutRangesMax = 1_000

/** Ranges [first, last] of numbers from 1, ascending, with a gap between any two: one way to write each set. */
export const recordRangesSchema = z
  .array(z.tuple([z.int().min(1), z.int().min(1)]).readonly())
  .min(1)
  .max(withoutRangesMax)
  .refine(
    (ranges) => ranges.every(([first, last], at) => first <= last && first > (ranges[at - 1]?.[1] ?? -1) + 1),
    'must be ranges [first, last], ascending, with a gap between any two',
  )
  .readonly()
export type RecordRanges = z.infer<typeof recordRangesSchema>

/** How a file is read: the same file and the same request give the same records, wherever they are read. */
export const parseRequestSchema = z.strictObject({
  parser: z.literal(PARSER_VERSION),
  /** Name, or path inside its folder, with `/`; the ending says the format. */
  path: z.string().min(1).max(1_024),
  /** Where a reader finds the source; documents need it. */
  url: z.string().max(1_900).optional(),
  mapping: mappingSchema.optional(),
  /** Records of the file that its contributor leaves out, by their number in it: they are not committed to and not kept. */
  without: recordRangesSchema.optional(),
})
export type ParseRequest = z.infer<typeof parseRequestSchema>

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 lower-case hex digits')

export const createUploadRequestSchema = z.object({
  datanetId: hash32Schema,
  /** SHA-256 of the whole file: its address here. */
  sha256: sha256Schema,
  bytes: z.int().min(1).max(uploadBytesMax),
  parse: parseRequestSchema,
})
export type CreateUploadRequest = z.infer<typeof createUploadRequestSchema>

/** receiving: parts are missing; parsing: the file is being read; parsed: records can be opened; refused: see `code`. */
export const uploadStatusSchema = z.enum(['receiving', 'parsing', 'parsed', 'refused'])

export const uploadSchema = z.object({
  uploadId: z.uuid(),
  account: addressSchema,
  datanetId: hash32Schema,
  sha256: sha256Schema,
  bytes: countSchema,
  status: uploadStatusSchema,
  /** Parts that are here, from 0, ascending. */
  parts: z.array(countSchema),
  /** Records that the gateway read; null until it has read the file. */
  records: countSchema.nullable(),
  /** Why it was refused; null otherwise. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** Unix seconds; the file is forgotten then. */
  expiresAt: countSchema,
})
export type Upload = z.infer<typeof uploadSchema>

const uploadParams = z.object({ uploadId: z.uuid() })

export const createUpload = defineApiRoute({
  method: 'post',
  path: '/v1/uploads',
  auth: 'account',
  summary: 'Announces a file whose records are committed on chain; the same one again finds the parts that are here',
  status: 201,
  body: createUploadRequestSchema,
  response: uploadSchema,
})

export const getUpload = defineApiRoute({
  method: 'get',
  path: '/v1/uploads/{uploadId}',
  auth: 'account',
  summary: 'How far an upload is',
  status: 200,
  params: uploadParams,
  response: uploadSchema,
})

export const putUploadPart = defineApiRoute({
  method: 'put',
  path: '/v1/uploads/{uploadId}/parts/{part}',
  auth: 'account',
  summary: 'One part of the file: 8 MiB, the last one what is left',
  status: 200,
  params: z.object({ uploadId: z.uuid(), part: z.coerce.number().int().min(0).max(1_023) }),
  bodyText: 'application/octet-stream',
  response: uploadSchema,
})

export const completeUpload = defineApiRoute({
  method: 'post',
  path: '/v1/uploads/{uploadId}/complete',
  auth: 'account',
  summary: 'Checks the whole file against its SHA-256 and has it read again',
  status: 202,
  params: uploadParams,
  response: uploadSchema,
})

export const openUploadedRequestSchema = z.object({
  /** Place among the file’s records of the contribution’s first one; the others follow. */
  first: countSchema,
  /** One for each record of the contribution, in its order. */
  salts: z.array(hash32Schema).min(1).max(contributionRecordsMax),
  /** SPDX expression of the licence that the file is under, e.g. CC-BY-4.0. */
  licence: sourceLicenceSchema.optional(),
  /** Nothing is left to open: the upload is forgotten with this. */
  last: z.boolean().optional(),
})

export const openUploaded = defineApiRoute({
  method: 'put',
  path: '/v1/uploads/{uploadId}/contributions/{contributionId}',
  auth: 'account',
  summary: 'Opens the commitments of a contribution with what the gateway read in the file; a difference is refused',
  status: 200,
  params: z.object({ uploadId: z.uuid(), contributionId: hash32Schema }),
  body: openUploadedRequestSchema,
  response: contributionSchema,
})

export const deleteUpload = defineApiRoute({
  method: 'delete',
  path: '/v1/uploads/{uploadId}',
  auth: 'account',
  summary: 'Forgets an uploaded file; the records that were opened stay',
  status: 200,
  params: uploadParams,
  response: z.object({ deleted: z.literal(true) }),
})
