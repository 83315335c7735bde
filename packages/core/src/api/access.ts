import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import {
  addressSchema,
  bpsSchema,
  countSchema,
  hash32Schema,
  numberParam,
  timeSchema,
  weiTextSchema,
} from './primitives.ts'

const datanetParams = z.object({ datanetId: hash32Schema })

/** By what right somebody reads what records say. */
export const readRightSchema = z.enum(['public', 'owner', 'curator', 'contributor', 'grant', 'reviewer'])

/** Who may read a Datanet’s contents, and whether the caller may. */
export const readingSchema = z.object({
  visibility: z.enum(['private', 'public']),
  /** By what right the caller reads everything; null: own records at most. */
  right: readRightSchema.nullable(),
  /** Why not; null with a right. */
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export const getReading = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/reading',
  auth: 'accountOptional',
  summary: 'Whether a Datanet’s contents are public, and by what right the caller may read them',
  status: 200,
  params: datanetParams,
  response: readingSchema,
})

export const setVisibility = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/visibility',
  auth: 'account',
  summary: 'Opens a Datanet’s contents to everybody, or closes them; its owner only',
  status: 200,
  params: datanetParams,
  body: z.object({ visibility: z.enum(['private', 'public']) }),
  response: readingSchema,
})

/** One reading of private contents. */
export const contentReadSchema = z.object({
  id: countSchema,
  reader: addressSchema,
  kind: z.enum(['record', 'page', 'search', 'export', 'training', 'evaluation', 'review']),
  right: readRightSchema,
  root: hash32Schema.nullable(),
  records: countSchema,
  /** Null: the whole version. None of a reviewer: who reviewed what stays untold. */
  commitments: z.array(hash32Schema).nullable(),
  at: timeSchema,
})

export const listReads = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/reads',
  auth: 'account',
  summary: 'Who read which private contents, by what right and when, newest first; for the owner',
  status: 200,
  params: datanetParams,
  query: z.object({
    /** Readings before this one. */
    before: numberParam({ min: 1 }).optional(),
  }),
  response: z.object({ data: z.array(contentReadSchema), next: countSchema.nullable() }),
})

/** How a developer's asking for access stands. */
export const accessStateSchema = z.enum(['asked', 'granted', 'refused', 'expired', 'revoked'])

export const accessEntrySchema = z.object({
  developer: addressSchema,
  state: accessStateSchema,
  /** What the developer wrote to the owner; null where it asked on chain alone. */
  words: z.string().nullable(),
  /** On chain; null where it was granted without having asked. */
  requested: z.object({ blockNumber: countSchema, termsHash: hash32Schema }).nullable(),
  refusal: z.object({ reason: z.string(), by: addressSchema, at: timeSchema }).nullable(),
  /** The newest on chain; `expiry` 0: revoked. */
  grant: z
    .object({
      expiry: timeSchema,
      termsHash: hash32Schema,
      minDataShareBps: bpsSchema,
      minOutputPrice: weiTextSchema,
      trainingFee: weiTextSchema,
    })
    .nullable(),
})

export const listAccess = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/access',
  auth: 'account',
  summary: 'Requests and grants: all of them for the owner, the caller’s own for anybody else',
  status: 200,
  params: datanetParams,
  response: z.object({ data: z.array(accessEntrySchema) }),
})

export const describeRequest = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/access/request',
  auth: 'account',
  summary: 'Leaves words for the owner beside a request for access; their hash goes on chain with requestAccess',
  status: 200,
  params: datanetParams,
  body: z.object({ words: z.string().trim().min(1).max(2_000) }),
  response: z.object({ termsHash: hash32Schema }),
})

export const refuseAccess = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/access/{developer}/refusal',
  auth: 'account',
  summary: 'Refuses a developer’s request with a reason that it reads; the owner only',
  status: 200,
  params: datanetParams.extend({ developer: addressSchema }),
  body: z.object({ reason: z.string().trim().min(1).max(2_000) }),
  response: accessEntrySchema,
})

export type Reading = z.infer<typeof readingSchema>
export type ContentRead = z.infer<typeof contentReadSchema>
export type AccessEntry = z.infer<typeof accessEntrySchema>
