import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { bpsSchema, countSchema, hash32Schema, numberParam, timeSchema } from './primitives.ts'
import { reviewAnswerSchema, reviewDecisionSchema, reviewReasonSchema, reviewVerdictSchema } from './reviewAnswers.ts'
import { reviewContentSchema } from './reviewTasks.ts'

const datanetParams = z.object({ datanetId: hash32Schema })

export const reviewOutcomeSchema = z.object({
  verdict: reviewVerdictSchema,
  by: z.enum(['reviews', 'adjudicator', 'deadline', 'appeal']),
  reason: reviewReasonSchema.nullable(),
  note: z.string().nullable(),
  at: timeSchema,
})

/** A record that waits for a decision; its contributor and its reviewers are not named. */
export const reviewCaseSchema = z.object({
  commitment: hash32Schema,
  content: reviewContentSchema,
  stage: z.enum(['adjudication', 'appealed']),
  /** Before whom it lies, since when, and until when. */
  desk: z.enum(['curators', 'owner']),
  since: timeSchema,
  until: timeSchema,
  reviews: z.array(reviewAnswerSchema),
  expired: countSchema,
  /** The refusal that is appealed against, and the contributor’s words. */
  outcome: reviewOutcomeSchema.nullable(),
  appeal: z.string().nullable(),
  /** Code of why the caller may not decide it; null: it may. */
  code: z.string().nullable(),
})

export const listReviewCases = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/queue',
  auth: 'account',
  summary: 'Records and appeals that wait for a decision, longest first. Owner and curators only',
  status: 200,
  params: datanetParams,
  query: z.object({ limit: numberParam({ min: 1, max: 100 }).default(20) }),
  response: z.object({ data: z.array(reviewCaseSchema), total: countSchema }),
})

export const createReviewDecision = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/decisions',
  auth: 'account',
  summary: 'Decides a record or an appeal, in words that its contributor reads. Owner and curators only',
  status: 200,
  params: datanetParams,
  body: z.object({ commitment: hash32Schema, decision: reviewDecisionSchema }),
  response: z.object({ stage: z.enum(['settled', 'final']) }),
})

export const createReviewAppeal = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/appeals',
  auth: 'account',
  summary: 'Appeals against the refusal of an own record: once, within the Datanet’s time',
  status: 200,
  params: datanetParams,
  body: z.object({ commitment: hash32Schema, words: z.string().trim().min(1).max(2_000) }),
  response: z.object({ stage: z.literal('appealed') }),
})

/** The review of an own record with every step; who reviewed it stays untold. */
export const ownReviewSchema = z.object({
  commitment: hash32Schema,
  content: reviewContentSchema.nullable(),
  stage: z.enum(['open', 'adjudication', 'settled', 'appealed', 'final']),
  outcome: reviewOutcomeSchema.nullable(),
  agreementBps: bpsSchema.nullable(),
  appeal: z.string().nullable(),
  /** Until when a refusal may be appealed; null: it can't be. */
  appealUntil: timeSchema.nullable(),
  steps: z.array(
    z.object({
      kind: z.enum(['opened', 'leased', 'answered', 'expired', 'escalated', 'decided', 'appealed', 'closed']),
      what: z.string().nullable(),
      at: timeSchema,
    }),
  ),
})

export const listOwnReviews = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/records',
  auth: 'account',
  summary: 'The caller’s own records under review: refused ones first, then the newest',
  status: 200,
  params: datanetParams,
  query: z.object({ limit: numberParam({ min: 1, max: 200 }).default(50), offset: numberParam({ min: 0 }).default(0) }),
  response: z.object({ data: z.array(ownReviewSchema), total: countSchema }),
})

export type ReviewCase = z.infer<typeof reviewCaseSchema>
export type OwnReview = z.infer<typeof ownReviewSchema>
