import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema } from './jobs.ts'
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

/**
 * `adapter`: weights and settings as PEFT reads them, and the GGUF that is served. `merged`: base and adapter as one
 * model, as transformers loads it. `gguf`: the same as one file for llama.cpp.
 */
export const modelExportFormatSchema = z.enum(['adapter', 'merged', 'gguf'])

/** What has to be made before it is downloaded: base and adapter put together. */
export const madeExportFormatSchema = z.enum(['merged', 'gguf'])

export const createModelExport = defineApiRoute({
  method: 'post',
  path: '/v1/training/jobs/{id}/exports',
  auth: 'account',
  summary: 'Puts base and adapter of an own training together, as one model; kept for a day',
  status: 202,
  params,
  body: z.object({ format: madeExportFormatSchema }),
  response: acceptedJobSchema,
})

export const exportModel = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/export',
  auth: 'account',
  summary: 'A trained model as an archive: its adapter with card, manifest and log, or the whole model once it is made',
  status: 200,
  params,
  query: z.object({ format: modelExportFormatSchema }),
})

export type VersionTerms = z.infer<typeof versionTermsSchema>
export type PublishingTerms = z.infer<typeof publishingTermsSchema>
export type Publication = z.infer<typeof publicationSchema>
export type ModelExportFormat = z.infer<typeof modelExportFormatSchema>
export type MadeExportFormat = z.infer<typeof madeExportFormatSchema>
