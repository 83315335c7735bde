import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, hash32Schema, timeSchema } from './primitives.ts'
import { reviewAnswerSchema, reviewVerdictSchema } from './reviewAnswers.ts'

const datanetParams = z.object({ datanetId: hash32Schema })

/** A record's content as it is shown. */
export const reviewContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('qa'), prompts: z.array(z.string()), answer: z.string() }),
  z.object({ kind: z.literal('document'), title: z.string(), text: z.string(), url: z.string() }),
])

/** A blind task: nothing in it tells whose the record is, what others said, or whether it is a golden question. */
export const reviewTaskSchema = z.object({
  taskId: z.uuid(),
  content: reviewContentSchema,
  dueAt: timeSchema,
})

const tasksSchema = z.object({ data: z.array(reviewTaskSchema) })

export const listReviewTasks = defineApiRoute({
  method: 'get',
  path: '/v1/datanets/{datanetId}/review/tasks',
  auth: 'account',
  summary: 'The caller’s tasks whose time has not run out',
  status: 200,
  params: datanetParams,
  response: tasksSchema,
})

/** Most tasks that an account has at a time. */
export const REVIEW_TASKS_MAX = 20

export const createReviewTasks = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/tasks',
  auth: 'account',
  summary: 'Fills the caller’s tasks up to a number; fewer where there is not enough to review',
  status: 200,
  params: datanetParams,
  body: z.object({ upTo: z.int().min(1).max(REVIEW_TASKS_MAX).default(10) }),
  response: tasksSchema,
})

export const createReviewAnswers = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/answers',
  auth: 'account',
  summary: 'Answers tasks; each is taken or refused for itself, and the same again changes nothing',
  status: 200,
  params: datanetParams,
  body: z.object({
    answers: z
      .array(z.object({ taskId: z.uuid(), answer: reviewAnswerSchema }))
      .min(1)
      .max(REVIEW_TASKS_MAX),
  }),
  response: z.object({
    data: z.array(
      z.object({
        taskId: z.uuid(),
        taken: z.boolean(),
        /** Why it was not taken. */
        code: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  }),
})

export const createReviewTest = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/test',
  auth: 'account',
  summary: 'Begins the test before the first task, or goes on with the one that is open',
  status: 200,
  params: datanetParams,
  response: z.object({ testId: z.uuid(), questions: z.array(reviewContentSchema) }),
})

export const reviewTestResultSchema = z.object({
  passed: z.boolean(),
  right: countSchema,
  questions: countSchema,
  /** When it may be taken again after a failure. */
  retryAt: timeSchema.nullable(),
})

export const createReviewTestAnswers = defineApiRoute({
  method: 'post',
  path: '/v1/datanets/{datanetId}/review/test/answers',
  auth: 'account',
  summary: 'Answers the whole test, in its order',
  status: 200,
  params: datanetParams,
  body: z.object({ testId: z.uuid(), answers: z.array(reviewVerdictSchema).max(20) }),
  response: reviewTestResultSchema,
})

export type ReviewContent = z.infer<typeof reviewContentSchema>
export type ReviewTaskView = z.infer<typeof reviewTaskSchema>
