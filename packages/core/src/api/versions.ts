import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, timeSchema, weiTextSchema } from './primitives.ts'

/** Records of a page. */
export const recordsPageMax = 100

const kindSchema = z.enum(['qa', 'document'])
const verdictSchema = z.enum(['pending', 'accept', 'mark', 'refuse'])
const versionParams = z.object({ datanetId: hash32Schema, number: numberParam({ min: 1, max: 2 ** 31 - 1 }) })

/** A record of a version: facts for all, what it says for who may read it. */
export const versionRecordSchema = z.object({
  commitment: hash32Schema,
  /** Place in the version, from 0. */
  position: countSchema,
  contributor: addressSchema,
  kind: kindSchema.nullable(),
  verdict: verdictSchema,
  code: z.string().nullable(),
  /** UTF-16 code units of its texts; null where they never were here. */
  length: countSchema.nullable(),
  /** ISO 639-1 code of the language it is written in; null where that can't be told. */
  language: z.string().nullable(),
  withdrawn: z.boolean(),
  /** What it says; null where it was not asked for, may not be read, or is gone. */
  content: z.record(z.string(), z.unknown()).nullable(),
})

export const listVersionRecords = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/versions/{number}/records',
  auth: 'accountOptional',
  summary: 'Records of a version in its order, 100 a page, filtered and searched',
  status: 200,
  params: versionParams,
  query: z.object({
    /** The last commitment of the page before. */
    after: hash32Schema.optional(),
    limit: numberParam({ min: 1, max: recordsPageMax }).optional(),
    kind: kindSchema.optional(),
    verdict: verdictSchema.optional(),
    contributor: addressSchema.optional(),
    /** ISO 639-1 code of the language that it is written in. */
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'is no ISO 639-1 code in lower case, e.g. en')
      .optional(),
    /** Least and greatest length. */
    min: numberParam({ min: 0, max: 2 ** 31 - 1 }).optional(),
    max: numberParam({ min: 0, max: 2 ** 31 - 1 }).optional(),
    /** Words that the record has, all of them, in any order. */
    search: z.string().max(200).optional(),
    /** `1` asks for what the records say. */
    content: z.literal('1').optional(),
  }),
  response: z.object({ data: z.array(versionRecordSchema), next: hash32Schema.nullable() }),
})

/** One bar of a histogram. */
export const barSchema = z.object({
  /** A kind, a verdict, an account; of lengths and incomes the least of the bar, as digits. */
  value: z.string(),
  count: countSchema,
})

/** How a version's records are spread. */
export const histogramsSchema = z.object({
  kind: z.array(barSchema),
  verdict: z.array(barSchema),
  /** ISO 639-1 codes, the most first; `unknown` where that can't be told. */
  language: z.array(barSchema),
  /** Bars double in width: 0, 1, 2, 4, 8 … */
  length: z.array(barSchema),
  /** The twenty that brought most; the rest under the value `others`. */
  contributor: z.array(barSchema),
  /** Wei that a record has earned in posted epochs: 0, then a bar for each power of ten. */
  income: z.array(barSchema),
  countedAt: timeSchema,
})

export const getHistograms = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/versions/{number}/histograms',
  auth: 'none',
  summary: 'How a version’s records are spread: kinds, verdicts, languages, lengths, contributors, income',
  status: 200,
  params: versionParams,
  response: histogramsSchema,
})

/** Why a record of the version before is not in this one. */
export const removalSchema = z.enum(['withdrawn', 'refused', 'disputed', 'left_out'])

export const changeSchema = z.object({
  change: z.enum(['added', 'removed']),
  commitment: hash32Schema,
  contributor: addressSchema.nullable(),
  kind: kindSchema.nullable(),
  /** Of a removed record. */
  why: removalSchema.nullable(),
})

export const listChanges = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/versions/{number}/changes',
  auth: 'none',
  summary: 'What a version has that another has not, and the other way round',
  status: 200,
  params: versionParams,
  query: z.object({
    /** Number of the version to compare with: the one before unless given; 0 for an empty one. */
    from: numberParam({ min: 0, max: 2 ** 31 - 1 }).optional(),
    change: z.enum(['added', 'removed']),
    after: hash32Schema.optional(),
  }),
  response: z.object({ data: z.array(changeSchema), next: hash32Schema.nullable() }),
})

/** A version in the Datanet's changelog. */
export const changelogEntrySchema = z.object({
  number: countSchema,
  root: hash32Schema,
  previousRoot: hash32Schema,
  dataHash: hash32Schema,
  count: countSchema,
  blockNumber: countSchema,
  /** Of the block's transaction that published it; null where this gateway has not kept it. */
  transactionHash: hash32Schema.nullable(),
  added: countSchema,
  removed: z.object({ withdrawn: countSchema, refused: countSchema, disputed: countSchema, left_out: countSchema }),
  /** Who brought what was added, the most first; at most twenty. */
  contributors: z.array(z.object({ account: addressSchema, added: countSchema })),
})

export const getChangelog = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/changelog',
  auth: 'none',
  summary: 'What each version changed, the newest first',
  status: 200,
  params: z.object({ datanetId: hash32Schema }),
  response: z.object({ data: z.array(changelogEntrySchema) }),
})

/** Forms that a version can be had in: `hf` is a zip of a Hugging Face dataset folder, `readme` its card alone. */
export const exportFormatSchema = z.enum(['jsonl', 'csv', 'parquet', 'hf', 'readme'])

export const exportVersion = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/versions/{number}/export',
  auth: 'accountOptional',
  summary: 'A version’s records as a file: JSONL, CSV, Parquet, or a Hugging Face folder in a zip',
  status: 200,
  params: versionParams,
  query: z.object({ format: exportFormatSchema }),
})

export const getCroissant = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/versions/{number}/croissant',
  auth: 'none',
  summary: 'A version described in Croissant 1.1 (JSON-LD), with responsible-AI fields and its provenance',
  status: 200,
  params: versionParams,
  response: z.record(z.string(), z.unknown()),
})

const placeSchema = z.object({ blockNumber: countSchema, transactionHash: hash32Schema.nullable() })

/** A record's whole history and what it earned; what it says for who may read it. */
export const recordSchema = z.object({
  commitment: hash32Schema,
  datanetId: hash32Schema,
  slug: z.string(),
  contributor: addressSchema,
  contributionId: hash32Schema,
  index: countSchema,
  /** Hash of what it says; null like `content`: who has it can try out what that is. */
  recordId: hash32Schema.nullable(),
  kind: kindSchema.nullable(),
  length: countSchema.nullable(),
  verdict: verdictSchema,
  code: z.string().nullable(),
  /** Its first registered near-duplicate; itself where there is none. */
  unit: hash32Schema.nullable(),
  /** On chain; null before. */
  registered: placeSchema.nullable(),
  versions: z.array(
    z.object({ number: countSchema, root: hash32Schema, position: countSchema, blockNumber: countSchema }),
  ),
  disputes: z.array(
    z.object({
      disputeId: hash32Schema,
      challenger: addressSchema,
      stage: z.enum(['open', 'decided', 'appealed', 'closed']),
      upheld: z.boolean(),
    }),
  ),
  /** By its author; `erasedAt` says when its content was erased here. */
  withdrawn: z
    .object({ blockNumber: countSchema, transactionHash: hash32Schema.nullable(), erasedAt: timeSchema.nullable() })
    .nullable(),
  /** What contributors were credited for it, by epoch and model. */
  income: z.object({
    total: weiTextSchema,
    calls: countSchema,
    entries: z.array(z.object({ epoch: countSchema, model: z.string(), calls: countSchema, amount: weiTextSchema })),
  }),
  content: z.record(z.string(), z.unknown()).nullable(),
})

export const getRecord = defineApiRoute({
  method: 'get',
  path: '/v1/records/{commitment}',
  auth: 'accountOptional',
  summary: 'A record: its whole history and income; with content=1 what it says, for who may read it',
  status: 200,
  params: z.object({ commitment: hash32Schema }),
  query: z.object({ content: z.literal('1').optional() }),
  response: recordSchema,
})

export type VersionRecord = z.infer<typeof versionRecordSchema>
export type Histograms = z.infer<typeof histogramsSchema>
export type ApiRecord = z.infer<typeof recordSchema>
export type ChangelogEntry = z.infer<typeof changelogEntrySchema>
export type Change = z.infer<typeof changeSchema>
export type ExportFormat = z.infer<typeof exportFormatSchema>
