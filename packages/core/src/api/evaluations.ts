import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobSchema } from './jobs.ts'

/** A question in one or more wordings, the answer expected, and the group it counts in. */
export const evaluationQuestionSchema = z.object({
  prompts: z.array(z.string().min(1)).min(1),
  answer: z.string().min(1),
  group: z.string().min(1).max(64),
})

export const createEvaluationRequestSchema = z.object({
  /** The training job whose adapter is evaluated against its base. */
  modelJobId: z.uuid(),
  questions: z.array(evaluationQuestionSchema).min(1).max(10_000),
})

/** Normalised exact match, greedy: counts, so that nothing is rounded. */
export const evaluationGroupSchema = z.object({
  group: z.string(),
  asked: z.int().min(0),
  baseRight: z.int().min(0),
  adapterRight: z.int().min(0),
})

export const evaluationResultSchema = z.object({ groups: z.array(evaluationGroupSchema) })

export const evaluationJobSchema = jobSchema.extend({
  kind: z.literal('evaluate'),
  result: evaluationResultSchema.nullable(),
})

export const createEvaluation = defineApiRoute({
  method: 'post',
  path: '/v1/evaluations',
  auth: 'account',
  summary: 'Asks base and adapter the questions and counts right answers',
  status: 202,
  body: createEvaluationRequestSchema,
  response: acceptedJobSchema,
})

export type CreateEvaluationRequest = z.infer<typeof createEvaluationRequestSchema>
export type EvaluationResult = z.infer<typeof evaluationResultSchema>
