import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { addressSchema, bpsSchema, countSchema, hash32Schema, slugSchema, timeSchema } from './primitives.ts'
import { reviewPolicySchema } from './reviewPolicy.ts'

const datanetParams = z.object({ datanetId: hash32Schema })

/** What a reviewer's answers are worth; answers count once the time for their task is over. */
export const reviewerMeritSchema = z.object({
  /** Answers that can be held against what turned out right. */
  judged: countSchema,
  right: countSchema,
  /** How far above chance: 0 for whoever guesses, 10,000 for whoever is always right. */
  qualityBps: bpsSchema,
  points: countSchema,
})

/** Records of a Datanet by where their review stands. */
export const reviewCountsSchema = z.object({
  open: countSchema,
  adjudication: countSchema,
  appealed: countSchema,
  accepted: countSchema,
  refused: countSchema,
})

export const reviewSummarySchema = z.object({
  datanetId: hash32Schema,
  /** Null: the checks alone decide. */
  policy: reviewPolicySchema.nullable(),
  records: reviewCountsSchema,
  /** Krippendorff's α of all reviews (accept or refuse); null while no record has two. */
  alpha: z.number().nullable(),
  versions: z.array(
    z.object({
      root: hash32Schema,
      number: countSchema,
      /** Every record was accepted by reviews that agreed, at least two each, and by nobody's decision. */
      golden: z.boolean(),
      /** Least agreement among its records; null where some were not reviewed. */
      agreementBps: bpsSchema.nullable(),
    }),
  ),
})

export const getReview = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review',
  auth: 'none',
  summary: 'How a Datanet’s records are reviewed, how far that has come, and which versions are golden',
  status: 200,
  params: datanetParams,
  response: reviewSummarySchema,
})

export const listReviewBoard = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/leaderboard',
  auth: 'none',
  summary: 'Reviewers with enough judged answers, by quality; volume gives no place',
  status: 200,
  params: datanetParams,
  response: z.object({ data: z.array(reviewerMeritSchema.extend({ account: addressSchema })) }),
})

export const reviewStandingSchema = z.object({
  role: z.enum(['owner', 'curator', 'reviewer']),
  mayReview: z.boolean(),
  /** Code of what is missing; null when nothing is. */
  code: z.string().nullable(),
  test: z.object({
    status: z.enum(['none', 'open', 'passed', 'failed']),
    /** Golden questions that the test has. */
    questions: countSchema,
    /** When it may be taken again; null: now, or no need. */
    retryAt: timeSchema.nullable(),
  }),
  /** Tasks that the account has now. */
  tasks: countSchema,
  /** Records that it could be given. */
  waiting: countSchema,
  /** Records and appeals that it could decide. */
  decisions: countSchema,
  merit: reviewerMeritSchema,
})

export const getReviewStanding = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/standing',
  auth: 'account',
  summary: 'What the caller may do in a Datanet’s review, and what it earned',
  status: 200,
  params: datanetParams,
  response: reviewStandingSchema,
})

export const listReviewDatanets = defineApiRoute({
  method: 'get',
  path: '/v1/reviews',
  auth: 'account',
  summary: 'The Datanets that are reviewed, each with the caller’s standing',
  status: 200,
  response: z.object({
    data: z.array(z.object({ datanetId: hash32Schema, slug: slugSchema, standing: reviewStandingSchema })),
  }),
})

export const reviewDashboardSchema = z.object({
  records: reviewCountsSchema,
  /** Reviews that all open records still need. */
  reviewsMissing: countSchema,
  tasks: z.object({ leased: countSchema, answered: countSchema, expired: countSchema }),
  /** Since when the oldest of each has waited; null: none. */
  oldest: z.object({
    open: timeSchema.nullable(),
    curators: timeSchema.nullable(),
    owner: timeSchema.nullable(),
  }),
  /** How many wait before whom. */
  desks: z.object({ curators: countSchema, owner: countSchema }),
  /** Outcomes that a deadline gave because nobody decided. */
  byDeadline: countSchema,
  alpha: z.number().nullable(),
  /** Pairs of reviewers with most records in common; κ is null where chance explains everything. */
  pairs: z.array(
    z.object({ first: addressSchema, second: addressSchema, common: countSchema, kappa: z.number().nullable() }),
  ),
  reviewers: z.array(
    reviewerMeritSchema.extend({ account: addressSchema, answered: countSchema, expired: countSchema }),
  ),
})

export const getReviewDashboard = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/dashboard',
  auth: 'account',
  summary: 'Progress, ages, agreement and reviewers of a Datanet’s review. Owner and curators only',
  status: 200,
  params: datanetParams,
  response: reviewDashboardSchema,
})

export type ReviewSummary = z.infer<typeof reviewSummarySchema>
export type ReviewStanding = z.infer<typeof reviewStandingSchema>
export type ReviewDashboard = z.infer<typeof reviewDashboardSchema>
export type ReviewCounts = z.infer<typeof reviewCountsSchema>
