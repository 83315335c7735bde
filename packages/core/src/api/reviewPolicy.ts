import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, bpsSchema, hash32Schema } from './primitives.ts'

const day = 86_400

/** Who may review: anyone who passed the test, accounts on a list (after the test, if there is one), or curators alone. */
export const reviewModeSchema = z.enum(['open', 'listed', 'curators'])

/** What a Datanet's owner demands of its records beyond the checks. Times in seconds. */
export const reviewPolicySchema = z.object({
  /** Blind reviews that each record gets. */
  reviews: z.int().min(1).max(9).default(3),
  mode: reviewModeSchema.default('open'),
  /** Share of a record's reviews that must say the same; otherwise somebody decides. More than half. */
  agreementBps: bpsSchema.min(5_001).default(6_600),
  /** How many of a reviewer's tasks are golden questions. */
  goldenShareBps: bpsSchema.max(5_000).default(1_000),
  /** Golden questions of the test before the first task; 0: no test. */
  testQuestions: z.int().min(0).max(20).default(5),
  /** Share of the test that must be right. */
  testPassBps: bpsSchema.min(5_000).default(8_000),
  /** Wait after a failed test. */
  testRetrySeconds: z
    .int()
    .min(0)
    .max(365 * day)
    .default(day),
  /** Time for one task. */
  leaseSeconds: z
    .int()
    .min(60)
    .max(30 * day)
    .default(3_600),
  /** Tasks of a record that may run out before somebody decides it without them. */
  expiriesMax: z.int().min(1).max(20).default(3),
  /** Time that a record waits for its reviews before somebody decides it without them. */
  waitSeconds: z
    .int()
    .min(60)
    .max(365 * day)
    .default(7 * day),
  /** Time that curators have to decide, then the owner. */
  decideSeconds: z
    .int()
    .min(60)
    .max(365 * day)
    .default(3 * day),
  /** Time that a contributor has to appeal. */
  appealSeconds: z
    .int()
    .min(60)
    .max(365 * day)
    .default(14 * day),
})

const datanetParams = z.object({ datanetId: hash32Schema })

export const putReviewPolicy = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/review/policy',
  auth: 'account',
  summary: 'Sets how a Datanet’s records are reviewed; fields left out take their defaults. Owner only',
  status: 200,
  params: datanetParams,
  body: reviewPolicySchema,
  response: reviewPolicySchema,
})

export const deleteReviewPolicy = defineApiRoute({
  method: 'delete',
  path: '/v1/datanets/{datanetId}/review/policy',
  auth: 'account',
  summary: 'Ends the review of a Datanet: the checks alone decide again. Owner only',
  status: 200,
  params: datanetParams,
  response: z.object({ deleted: z.literal(true) }),
})

/** The allow-list: whole, as the owner sets it. */
export const reviewersListSchema = z.object({ accounts: z.array(addressSchema).max(1_000) })

export const putReviewers = defineApiRoute({
  method: 'put',
  path: '/v1/datanets/{datanetId}/review/reviewers',
  auth: 'account',
  summary: 'Sets who may review where the mode is `listed`. Owner only',
  status: 200,
  params: datanetParams,
  body: reviewersListSchema,
  response: reviewersListSchema,
})

export const listReviewers = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/reviewers',
  auth: 'account',
  summary: 'The accounts that may review where the mode is `listed`. Owner only',
  status: 200,
  params: datanetParams,
  response: reviewersListSchema,
})

export type ReviewPolicy = z.infer<typeof reviewPolicySchema>
