import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, hash32Schema } from './primitives.ts'
import { reviewVerdictSchema } from './reviewAnswers.ts'
import { reviewContentSchema } from './reviewTasks.ts'

const datanetParams = z.object({ datanetId: hash32Schema })

/** Most golden questions of a Datanet that are asked. */
export const REVIEW_QUESTIONS_MAX = 1_000

/** A golden question: a record that its owner knows the right answer to. */
export const reviewQuestionSchema = z.object({
  questionId: z.uuid(),
  content: reviewContentSchema,
  answer: reviewVerdictSchema,
  note: z.string().nullable(),
  asked: countSchema,
  /** How many of those who answered were right. */
  right: countSchema,
})

export const listReviewQuestions = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/questions',
  auth: 'account',
  summary: 'The golden questions that are asked, with how they were answered. Owner only',
  status: 200,
  params: datanetParams,
  response: z.object({ data: z.array(reviewQuestionSchema) }),
})

export const createReviewQuestions = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/questions',
  auth: 'account',
  summary: 'Adds golden questions; the same content again changes nothing. Owner only',
  status: 201,
  params: datanetParams,
  body: z.object({
    questions: z
      .array(
        z.object({
          /** A record’s content, as an upload has it. */
          content: z.record(z.string(), z.unknown()),
          answer: reviewVerdictSchema,
          note: z.string().trim().max(1_000).nullable().default(null),
        }),
      )
      .min(1)
      .max(100),
  }),
  response: z.object({ added: countSchema }),
})

export const deleteReviewQuestion = defineApiRoute({
  method: 'delete',
  path: '/v1/datanets/{datanetId}/review/questions/{questionId}',
  auth: 'account',
  summary: 'Asks a golden question no longer; answers that were given still count. Owner only',
  status: 200,
  params: z.object({ datanetId: hash32Schema, questionId: z.uuid() }),
  response: z.object({ deleted: z.literal(true) }),
})
