import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, countSchema, hash32Schema } from './primitives.ts'

/** Kinds of personal data that the checks look for. */
export const personalDataKinds = ['email', 'phone', 'iban', 'card', 'ip', 'address', 'nationalId'] as const
export const personalDataKindSchema = z.enum(personalDataKinds)

/** What a kind of personal data does to a record: keeps it out, marks it, or nothing. */
export const personalDataPolicySchema = z.enum(['refuse', 'mark', 'ignore'])

/** Where something was found in a record: `start` and `end` (exclusive) count UTF-16 code units of the field. */
export const placeSchema = z.object({
  /** `title`, `text`, `answer`, or `prompts.0` and so on. */
  field: z.string(),
  start: countSchema,
  end: countSchema,
  kind: z.string(),
})

/** What one check has to say about a record. */
export const findingSchema = z.object({
  check: z.string(),
  verdict: z.enum(['mark', 'refuse']),
  code: z.templateLiteral(['DATA_', z.string()]),
  /** A sentence that the contributor can read and act on; it never quotes the record. */
  reason: z.string(),
  places: z.array(placeSchema).optional(),
})

/** How good a record seems, from 0 to 100, and what was taken off for what. */
export const qualitySchema = z.object({
  score: z.int().min(0).max(100),
  parts: z.array(z.object({ name: z.string(), points: z.int(), reason: z.string() })),
})

/** What a Datanet asks of its records beyond what all must be. */
export const checkSettingsSchema = z.object({
  /** ISO 639-1 codes of the languages that are taken; none: any. */
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'is no ISO 639-1 code in lower case, e.g. en'))
    .max(60)
    .default([]),
  /** By kind; the defaults hold for those that are left out. */
  personalData: z
    .object({
      email: personalDataPolicySchema.default('mark'),
      phone: personalDataPolicySchema.default('mark'),
      iban: personalDataPolicySchema.default('refuse'),
      card: personalDataPolicySchema.default('refuse'),
      ip: personalDataPolicySchema.default('mark'),
      address: personalDataPolicySchema.default('mark'),
      nationalId: personalDataPolicySchema.default('refuse'),
    })
    .prefault({}),
  /** Whether contributors are offered a record without its personal data, to contribute in its place. */
  offersRedaction: z.boolean().default(true),
})

/** The settings of a Datanet whose owner never set any. */
export const defaultCheckSettings: CheckSettings = checkSettingsSchema.parse({})

/** The settings, and how far the records are checked by them. */
export const datanetChecksSchema = checkSettingsSchema.extend({
  /** While records are checked anew: how many are, of all that are here. Null: all are. */
  recheck: z.object({ checked: countSchema, of: countSchema }).nullable(),
})

const datanetParams = z.object({ datanetId: hash32Schema })

export const getCheckSettings = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/checks',
  auth: 'none',
  summary: 'What a Datanet asks of its records, and how far they are checked by it',
  status: 200,
  params: datanetParams,
  response: datanetChecksSchema,
})

export const setCheckSettings = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/checks',
  auth: 'account',
  summary: 'Sets what a Datanet asks of its records, which are then checked anew (its owner)',
  status: 200,
  params: datanetParams,
  body: checkSettingsSchema,
  response: datanetChecksSchema,
})

export const recordFindingsSchema = z.object({
  index: countSchema,
  commitment: hash32Schema,
  verdict: z.enum(['pending', 'accept', 'mark', 'refuse']),
  findings: z.array(findingSchema),
  /** Null until the content is uploaded. */
  quality: qualitySchema.nullable(),
  /** For the contributor, where personal data was found and the Datanet offers it: the content without. */
  redacted: z.record(z.string(), z.unknown()).nullable(),
})

export const getFindings = defineApiRoute({
  method: 'get',
  path: '/v1/contributions/{id}/findings',
  auth: 'account',
  summary: 'All findings of the checks, with their places (the contributor and the Datanet’s owner)',
  status: 200,
  params: z.object({ id: hash32Schema }),
  response: z.object({
    contributionId: hash32Schema,
    contributor: addressSchema,
    records: z.array(recordFindingsSchema),
  }),
})

export type PersonalDataKind = z.infer<typeof personalDataKindSchema>
export type RecordFindings = z.infer<typeof recordFindingsSchema>
export type Place = z.infer<typeof placeSchema>
export type Finding = z.infer<typeof findingSchema>
export type Quality = z.infer<typeof qualitySchema>
export type DatanetChecks = z.infer<typeof datanetChecksSchema>
export type CheckSettings = z.infer<typeof checkSettingsSchema>
