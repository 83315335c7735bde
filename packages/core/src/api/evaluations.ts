import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobErrorSchema, jobSchema, jobStatusSchema } from './jobs.ts'
import { addressSchema, countSchema, hash32Schema, numberParam, timeSchema } from './primitives.ts'

/** A question in one or more wordings, the answer expected, and the group it counts in. */
export const evaluationQuestionSchema = z.object({
  prompts: z.array(z.string().min(1)).min(1),
  answer: z.string().min(1),
  group: z.string().min(1).max(64),
})

export const createEvaluationRequestSchema = z
  .strictObject({
    /** The training job whose adapter is evaluated against its base. */
    modelJobId: z.uuid(),
    /** Given questions; or `version`, or `heldOut`. */
    questions: z.array(evaluationQuestionSchema).min(1).max(10_000).optional(),
    /** Root of a version whose records are asked, in their first wording. */
    version: hash32Schema.optional(),
    /** Ask the records of the training's own versions that its log does not show: it never saw them. */
    heldOut: z.literal(true).optional(),
    /** Most records that are asked, drawn by the seed. */
    limit: z.int().min(1).max(10_000).optional(),
    /** Of what is drawn: records, intervals, the sides of pairs. */
    seed: z.int().min(0).max(0xffff_ffff).optional(),
    /** Also have a model say which of two answers is better: the base, or a training of the same developer. */
    judge: z.union([z.literal('base'), z.uuid()]).optional(),
  })
  .refine(
    ({ questions, version, heldOut }) => [questions, version, heldOut].filter((one) => one !== undefined).length === 1,
    {
      error: 'give one of questions, version and heldOut',
    },
  )

/** Normalised exact match, greedy: counts of wordings, so that nothing is rounded. */
export const evaluationGroupSchema = z.object({
  group: z.string(),
  asked: z.int().min(0),
  baseRight: z.int().min(0),
  adapterRight: z.int().min(0),
})

/** What the job itself tells: counts, none of the texts. */
export const evaluationResultSchema = z.object({ groups: z.array(evaluationGroupSchema) })

export const evaluationJobSchema = jobSchema.extend({
  kind: z.literal('evaluate'),
  result: evaluationResultSchema.nullable(),
})

const share = z.number().min(0).max(1)

/** A share of `of` questions with its 95% interval (Wilson); no interval of nothing. */
export const evaluationRateSchema = z.object({
  share,
  of: countSchema,
  low: share.nullable(),
  high: share.nullable(),
})

/** A mean with its 95% interval (bootstrap over questions); no interval for fewer than two. */
export const evaluationMeanSchema = z.object({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** Loss: nats a token of the expected answer. */
const modelFiguresSchema = z.object({
  exact: evaluationRateSchema,
  f1: evaluationMeanSchema,
  loss: evaluationMeanSchema,
})

/** How more or fewer questions became right, and how likely that is by chance alone (sign test, McNemar). */
const changedSchema = z.object({ better: countSchema, worse: countSchema, p: share })

/** Figures of a set of questions; `asked` counts wordings. */
export const evaluationFiguresSchema = z.object({
  questions: countSchema,
  asked: countSchema,
  base: modelFiguresSchema,
  adapter: modelFiguresSchema,
  changed: changedSchema,
})

/** Which of two answers was found better; `rate`: the adapter's share of those that were not ties. */
export const evaluationVerdictsSchema = z.object({
  adapter: countSchema,
  base: countSchema,
  tie: countSchema,
  rate: evaluationRateSchema,
})

export const evaluationReportSchema = z.object({
  seed: countSchema,
  adapterHash: hash32Schema,
  baseHash: hash32Schema,
  /** All questions; those that no training record nearly repeats; those that one does. */
  all: evaluationFiguresSchema,
  clean: evaluationFiguresSchema,
  copies: evaluationFiguresSchema,
  groups: z.array(z.object({ group: z.string(), figures: evaluationFiguresSchema })),
  /** By a model, each pair in both orders: a verdict counts where both agree. Null where none was asked. */
  judged: evaluationVerdictsSchema
    .extend({
      judge: z.string(),
      /** Pairs that it was shown (answers that differ), and those where the orders disagreed. */
      pairs: countSchema,
      disagreed: countSchema,
    })
    .nullable(),
})

/** What was asked. */
export const evaluationSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('questions'), count: countSchema }),
  z.object({ kind: z.literal('version'), root: hash32Schema }),
  z.object({ kind: z.literal('heldOut') }),
])

/** An evaluation as its developer sees it. */
export const evaluationSchema = z.object({
  evaluationId: z.uuid(),
  trainingId: z.uuid(),
  /** The training's name. */
  name: z.string(),
  status: jobStatusSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  error: jobErrorSchema.nullable(),
  source: evaluationSourceSchema,
  /** What it is at, while it runs: `done` of `total` units. */
  progress: z.object({ stage: z.string(), done: countSchema, total: countSchema }).nullable(),
  report: evaluationReportSchema.nullable(),
  /** Verdicts of people, by who gave them. */
  people: z.array(evaluationVerdictsSchema.extend({ judge: addressSchema })),
  /** Who was asked to judge pairs, beside the developer. */
  judges: z.array(addressSchema),
})

/** People that an evaluation may have as judges. */
export const JUDGES_MAX = 50

/** An evaluation whose pairs the caller was asked to judge: nothing of what came of it. */
export const judgingSchema = z.object({
  evaluationId: z.uuid(),
  developer: addressSchema,
  /** The training's name. */
  name: z.string(),
  askedAt: timeSchema,
  left: countSchema,
  judged: countSchema,
})

/** A question with both answers. Texts are null where they may not be read any more: withdrawn, or the grant has ended. */
export const evaluationAnswerSchema = z.object({
  place: countSchema,
  group: z.string(),
  wordings: countSchema,
  baseRight: countSchema,
  adapterRight: countSchema,
  baseF1: z.number(),
  adapterF1: z.number(),
  /** Nats a token of the expected answer. */
  baseLoss: z.number(),
  adapterLoss: z.number(),
  /** The training record that it nearly repeats. */
  copyOf: hash32Schema.nullable(),
  similarity: z.number().nullable(),
  judged: z.enum(['adapter', 'base', 'tie', 'disagreed']).nullable(),
  texts: z
    .object({
      expected: z.string(),
      asked: z.array(z.object({ prompt: z.string(), base: z.string(), adapter: z.string() })),
    })
    .nullable(),
})

/** A pair to judge: who said which is not told. */
export const evaluationPairSchema = z.object({
  place: countSchema,
  prompt: z.string(),
  expected: z.string(),
  a: z.string(),
  b: z.string(),
})

const params = z.object({ id: z.uuid() })

export const createEvaluation = defineApiRoute({
  method: 'post',
  path: '/v1/evaluations',
  auth: 'account',
  summary: 'Asks base and adapter of an own training questions, and measures their answers',
  status: 202,
  body: createEvaluationRequestSchema,
  response: acceptedJobSchema,
})

export const listEvaluations = defineApiRoute({
  method: 'get',
  path: '/v1/evaluations',
  auth: 'account',
  summary: 'The caller’s evaluations, newest first: of one training, or of all under a name',
  status: 200,
  query: z.object({
    job: z.uuid().optional(),
    name: z.string().min(1).max(64).optional(),
    limit: numberParam({ min: 1, max: 100 }).optional(),
  }),
  response: z.object({ data: z.array(evaluationSchema) }),
})

export const getEvaluation = defineApiRoute({
  method: 'get',
  path: '/v1/evaluations/{id}',
  auth: 'account',
  summary: 'An own evaluation: its state, and its figures with their intervals',
  status: 200,
  params,
  response: evaluationSchema,
})

export const answerFilterSchema = z.enum(['all', 'better', 'worse', 'wrong', 'copies', 'disagreed'])

export const listEvaluationAnswers = defineApiRoute({
  method: 'get',
  path: '/v1/evaluations/{id}/answers',
  auth: 'account',
  summary: 'What base and adapter answered, side by side, in the questions’ order',
  status: 200,
  params,
  query: z.object({
    only: answerFilterSchema.optional(),
    /** The next page: questions after this place. */
    after: numberParam({ min: 0 }).optional(),
    limit: numberParam({ min: 1, max: 200 }).optional(),
  }),
  response: z.object({ data: z.array(evaluationAnswerSchema), count: countSchema, next: countSchema.nullable() }),
})

export const getEvaluationRegression = defineApiRoute({
  method: 'get',
  path: '/v1/evaluations/{id}/regression',
  auth: 'account',
  summary: 'The adapter’s answers against those of an earlier evaluation, question by question',
  status: 200,
  params,
  query: z.object({ against: z.uuid() }),
  response: z.object({
    against: z.uuid(),
    /** Questions that both evaluations asked, word for word. */
    inBoth: countSchema,
    before: evaluationRateSchema,
    now: evaluationRateSchema,
    changed: changedSchema,
    /** Places in this evaluation of the questions that became worse, at most a thousand. */
    worse: z.array(countSchema),
  }),
})

export const listEvaluationPairs = defineApiRoute({
  method: 'get',
  path: '/v1/evaluations/{id}/pairs',
  auth: 'account',
  summary:
    'Pairs of different answers that the caller, its developer or a judge, has not judged; sides drawn by the seed',
  status: 200,
  params,
  query: z.object({ limit: numberParam({ min: 1, max: 50 }).optional() }),
  response: z.object({ data: z.array(evaluationPairSchema), left: countSchema, judged: countSchema }),
})

export const createJudgement = defineApiRoute({
  method: 'post',
  path: '/v1/evaluations/{id}/judgements',
  auth: 'account',
  summary: 'Keeps which answer of a pair is better; once said it stays',
  status: 201,
  params,
  body: z.object({ place: countSchema, verdict: z.enum(['a', 'b', 'tie']) }),
  response: z.object({ left: countSchema, judged: countSchema }),
})

export const putEvaluationJudges = defineApiRoute({
  method: 'put',
  path: '/v1/evaluations/{id}/judges',
  auth: 'account',
  summary: 'Asks these people, and nobody else any more, to judge pairs of an own evaluation',
  status: 200,
  params,
  body: z.strictObject({ judges: z.array(addressSchema).max(JUDGES_MAX) }),
  response: z.object({ judges: z.array(addressSchema) }),
})

export const listJudging = defineApiRoute({
  method: 'get',
  path: '/v1/judging',
  auth: 'account',
  summary: 'Evaluations of others whose pairs the caller was asked to judge, newest first',
  status: 200,
  response: z.object({ data: z.array(judgingSchema) }),
})

export type CreateEvaluationRequest = z.infer<typeof createEvaluationRequestSchema>
export type EvaluationResult = z.infer<typeof evaluationResultSchema>
export type EvaluationRate = z.infer<typeof evaluationRateSchema>
export type EvaluationFigures = z.infer<typeof evaluationFiguresSchema>
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
export type EvaluationVerdicts = z.infer<typeof evaluationVerdictsSchema>
export type Evaluation = z.infer<typeof evaluationSchema>
export type EvaluationAnswer = z.infer<typeof evaluationAnswerSchema>
export type EvaluationPair = z.infer<typeof evaluationPairSchema>
export type Judging = z.infer<typeof judgingSchema>
