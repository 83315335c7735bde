import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { bpsSchema, countSchema, hash32Schema, timeSchema, weiTextSchema } from './primitives.ts'

/** What using a version asks of a model: what its grant says, and nothing for the caller's own. */
export const versionTermsSchema = z.object({
  root: hash32Schema,
  datanetId: hash32Schema,
  slug: z.string(),
  number: countSchema,
  count: countSchema,
  licence: z.string(),
  /** The caller owns the Datanet, or was granted access; `none`: neither, or no more. */
  by: z.enum(['owner', 'grant', 'none']),
  /** Last second of the grant; null for the owner's own. */
  expiry: timeSchema.nullable(),
  /** Least share of a fee that goes to data, and least price of an output token in wei. */
  minDataShareBps: bpsSchema,
  minOutputPrice: weiTextSchema,
})

export const publishingTermsSchema = z.object({
  data: z.array(versionTermsSchema),
  /** What all of them together ask. */
  minDataShareBps: bpsSchema,
  minOutputPrice: weiTextSchema,
})

export const getPublishingTerms = defineApiRoute({
  method: 'get',
  path: '/v1/publishing/terms',
  auth: 'account',
  summary: 'What versions ask of a model of the caller’s: the named ones, or all that it may use',
  status: 200,
  query: z.object({
    /** Roots, with commas between. */
    versions: z
      .string()
      .regex(/^0x[0-9a-f]{64}(,0x[0-9a-f]{64}){0,63}$/, 'must be 1 to 64 roots with commas between')
      .optional(),
  }),
  response: publishingTermsSchema,
})

const params = z.object({ id: z.uuid() })

/** What the card of a trained model says that follows from nothing else. */
export const publicationSchema = z.object({
  /** SPDX id, or another licence's name. */
  licence: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[\p{L}\p{N} ._+()/-]+$/u, 'must be the name of a licence'),
  /** An own evaluation of this training, whose figures the card shows to everybody. */
  evaluationId: z.uuid().nullable(),
})

export const getPublication = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/publication',
  auth: 'account',
  summary: 'What the developer has the model’s card say',
  status: 200,
  params,
  response: publicationSchema,
})

export const putPublication = defineApiRoute({
  method: 'put',
  path: '/v1/training/jobs/{id}/publication',
  auth: 'account',
  summary: 'Names the model’s licence, and the evaluation whose figures its card shows',
  status: 200,
  params,
  body: publicationSchema,
  response: publicationSchema,
})

export const modelExportFormatSchema = z.enum(['adapter'])

export const exportModel = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/export',
  auth: 'account',
  summary: 'A trained model as an archive: its adapter with card, manifest and log, as PEFT and the Hub read it',
  status: 200,
  params,
  query: z.object({ format: modelExportFormatSchema }),
})

export type VersionTerms = z.infer<typeof versionTermsSchema>
export type PublishingTerms = z.infer<typeof publishingTermsSchema>
export type Publication = z.infer<typeof publicationSchema>
export type ModelExportFormat = z.infer<typeof modelExportFormatSchema>
