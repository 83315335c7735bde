import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import {
  addressSchema,
  countSchema,
  hash32Schema,
  timeSchema,
  walletSignatureSchema,
  weiTextSchema,
} from './primitives.ts'

/** Most records of one contribution (the registry refuses more). */
export const contributionRecordsMax = 1024

/** A contributor's signed batch (EIP-712 `Contribution`): commitments only, no content. */
export const submitContributionRequestSchema = z.object({
  contributor: addressSchema,
  root: hash32Schema,
  /** In the order of the signed tree. */
  commitments: z.array(hash32Schema).min(1).max(contributionRecordsMax),
  /** Unix seconds, decimal string (uint256). */
  deadline: weiTextSchema,
  signature: walletSignatureSchema,
})

/** SPDX expression of the licence that records' source is under. */
export const sourceLicenceSchema = z
  .string()
  .regex(/^[A-Za-z0-9.+() -]{1,128}$/, 'must be an SPDX expression, e.g. CC-BY-4.0')

export const contributionStatusSchema = z.enum(['submitted', 'onchain', 'uploaded', 'checked'])

export const recordOutcomeSchema = z.object({
  index: countSchema,
  commitment: hash32Schema,
  verdict: z.enum(['pending', 'accept', 'mark', 'refuse']),
  /** Registered code of a mark or refusal. */
  code: z.string().nullable(),
  /** A sentence that the contributor can read and act on. */
  reason: z.string().nullable(),
})

export const submittedContributionSchema = z.object({
  contributionId: hash32Schema,
  status: contributionStatusSchema,
})

export const contributionSchema = z.object({
  contributionId: hash32Schema,
  datanetId: hash32Schema,
  contributor: addressSchema,
  root: hash32Schema,
  count: countSchema,
  status: contributionStatusSchema,
  records: z.array(recordOutcomeSchema),
})

/** One line of the upload: the content that opens the commitment at `index`. */
export const uploadLineSchema = z.object({
  index: countSchema,
  salt: hash32Schema,
  /** The record's content: its canonical JSON hashes to the recordId. */
  content: z.record(z.string(), z.unknown()),
})

export const submitContribution = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/contributions',
  auth: 'none',
  summary: 'Relays a signed contribution to the chain',
  status: 202,
  params: z.object({ datanetId: hash32Schema }),
  body: submitContributionRequestSchema,
  response: submittedContributionSchema,
})

export const getContribution = defineApiRoute({
  method: 'get',
  path: '/v1/contributions/{id}',
  auth: 'none',
  summary: 'Status of a contribution and the outcome of each record',
  status: 200,
  params: z.object({ id: hash32Schema }),
  response: contributionSchema,
})

/** A contribution in a list: how many of its records stand how. */
export const contributionSummarySchema = z.object({
  contributionId: hash32Schema,
  contributor: addressSchema,
  count: countSchema,
  status: contributionStatusSchema,
  createdAt: timeSchema,
  records: z.object({ accepted: countSchema, marked: countSchema, refused: countSchema, pending: countSchema }),
})

export const listContributions = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/contributions',
  auth: 'account',
  summary: 'What came to a Datanet, the newest first, 50 a page: all of it for its owner, their own for others',
  status: 200,
  params: z.object({ datanetId: hash32Schema }),
  query: z.object({
    /** The last contribution of the page before. */
    after: hash32Schema.optional(),
  }),
  response: z.object({ data: z.array(contributionSummarySchema), next: hash32Schema.nullable() }),
})

export const uploadRecords = defineApiRoute({
  method: 'put',
  path: '/v1/contributions/{id}/records',
  auth: 'none',
  summary: 'Uploads records of a contribution that is on chain, one JSON line a record',
  status: 200,
  params: z.object({ id: hash32Schema }),
  query: z.object({
    /** SPDX expression of the licence that the records' source is under, e.g. CC-BY-4.0. */
    licence: sourceLicenceSchema.optional(),
  }),
  bodyText: 'application/jsonl',
  response: contributionSchema,
})

export type SubmitContributionRequest = z.infer<typeof submitContributionRequestSchema>
export type Contribution = z.infer<typeof contributionSchema>
export type ContributionSummary = z.infer<typeof contributionSummarySchema>
export type RecordOutcome = z.infer<typeof recordOutcomeSchema>
export type UploadLine = z.infer<typeof uploadLineSchema>
