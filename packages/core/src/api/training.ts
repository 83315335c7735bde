import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobSchema, jobStatusSchema } from './jobs.ts'
import { countSchema, hash32Schema, keptTextSchema, numberParam, slugSchema, timeSchema } from './primitives.ts'

/** Choices of a training; what is left out takes the trainer's default. */
export const trainingConfigSchema = z.strictObject({
  rank: z.int().min(1).max(256).optional(),
  alpha: z.int().min(1).max(1024).optional(),
  learningRate: z.number().gt(0).max(1).optional(),
  epochs: z.int().min(1).max(1000).optional(),
  batchSize: z.int().min(1).max(1024).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  /** Most tokens processed, epochs included: a job that would need more is refused. */
  maxTokens: z.int().min(1).optional(),
  /** Share of the adapter's inputs that is left out at each step, by chance. */
  dropout: z.number().min(0).max(0.5).optional(),
  /** Share of the steps in which the learning rate rises to its peak. */
  warmupRatio: z.number().min(0).max(0.5).optional(),
  /** Share of the records that is kept out of the training, to measure it by. */
  validationShare: z.number().min(0).max(0.5).optional(),
  /** Steps between two measurements on the records kept out. */
  evalEverySteps: z.int().min(1).max(1_000_000).optional(),
  /** Measurements without a better loss after which the training ends early, with its best weights; 0: never. */
  patience: z.int().min(0).max(1000).optional(),
  /** How the base's weights are held in memory; `4bit` where the node can. */
  quantisation: z.enum(['none', '4bit']).optional(),
  /** A record that needs more is refused. */
  maxTokensPerExample: z.int().min(8).max(8192).optional(),
  /** Projections of the base that the adapter changes; those that its card names. */
  targetModules: z
    .array(z.string().regex(/^[A-Za-z0-9_.]{1,64}$/))
    .min(1)
    .max(16)
    .optional(),
  /** Scale by α / √rank instead of α / rank. */
  rankStabilised: z.boolean().optional(),
})

/** What a training takes of one version. */
export const trainingSelectionSchema = z.strictObject({
  version: hash32Schema,
  /** At most so many records, drawn by the training's seed: the same ones each time. */
  limit: z.int().min(1).max(10_000_000).optional(),
  /** Only records whose text has each of these words. */
  query: keptTextSchema(256).optional(),
})

export const SAMPLE_PROMPTS_MAX = 4

export const createTrainingJobRequestSchema = z.object({
  name: slugSchema,
  /** Id of the base model; the one that the node serves unless given. */
  base: z.string().min(1).max(128).optional(),
  /** Roots of published versions that the developer was granted. */
  versions: z.array(hash32Schema).min(1).max(16),
  /** What is taken of them; a version that it does not name is taken whole. */
  selection: z.array(trainingSelectionSchema).min(1).max(16).optional(),
  /** Train on these records of the versions only. */
  commitments: z.array(hash32Schema).min(1).optional(),
  config: trainingConfigSchema.optional(),
  /** Asked of the adapter now and then while it is trained. */
  samplePrompts: z.array(keptTextSchema(2_000)).max(SAMPLE_PROMPTS_MAX).optional(),
  /** The own training whose choices these were to begin with; nothing follows from it. */
  copyOf: z.uuid().optional(),
  /** Train again although an adapter of the same manifest exists. */
  retrain: z.boolean().optional(),
})

export const trainingResultSchema = z.object({
  baseHash: hash32Schema,
  adapterHash: hash32Schema,
  manifestHash: hash32Schema,
  logRoot: hash32Schema,
  indexHash: hash32Schema,
  /** DataStore addresses of the manifest and the log as the trainer wrote them. */
  manifestData: hash32Schema,
  logData: hash32Schema,
  trainingVersions: z.array(hash32Schema),
  /** True when the adapter of an earlier training with the same manifest was taken. */
  reused: z.boolean(),
  /** Training figures by name: losses, tokens, seconds, held-out evaluation. */
  evaluation: z.record(z.string(), z.number()).nullable(),
})

/** The newest step of a training; `tokens` so far, null where they weren't counted. */
export const trainingProgressSchema = z.object({
  step: countSchema,
  steps: countSchema,
  loss: z.number(),
  tokens: countSchema.nullable(),
  tokensPerSecond: z.number(),
  secondsLeft: z.number(),
})

/** What a training's developer alone is told of it. */
export const ownTrainingSchema = z.object({
  name: z.string(),
  base: z.string(),
  request: createTrainingJobRequestSchema,
  progress: trainingProgressSchema.nullable(),
  /** What was asked of it while it runs, and is not done yet. */
  asked: z.enum(['stop', 'cancel']).nullable(),
})

export const trainingJobSchema = jobSchema.extend({
  kind: z.literal('train'),
  result: trainingResultSchema.nullable(),
  /** Null for everybody but its developer. */
  own: ownTrainingSchema.nullable(),
})

export const trainingJobListSchema = z.object({
  data: z.array(trainingJobSchema),
  /** `after` of the next page; null on the last one. */
  next: z.uuid().nullable(),
})

const seriesSchema = z.array(z.tuple([countSchema, z.number()]))

/** A training's whole history, thinned out; each series is of [step, value], ascending. */
export const trainingCurvesSchema = z.object({
  /** Of the last event that is in it: a stream of events goes on after it. */
  sequence: countSchema,
  /** Steps that were planned; null before the first. */
  steps: countSchema.nullable(),
  series: z.object({
    loss: seriesSchema,
    evalLoss: seriesSchema,
    lr: seriesSchema,
    gradNorm: seriesSchema,
    tokensPerSecond: seriesSchema,
  }),
  samples: z.array(z.object({ step: countSchema, prompt: z.string(), text: z.string() })),
  /** What happened beside steps, evaluations and samples, in its order; of a stage's events the first alone. */
  told: z.array(z.object({ sequence: countSchema, at: timeSchema, event: z.looseObject({ type: z.string() }) })),
  secondsLeft: z.number().nullable(),
})

const jobParams = z.object({ id: z.uuid() })

export const createTrainingJob = defineApiRoute({
  method: 'post',
  path: '/v1/training/jobs',
  auth: 'account',
  summary: 'Trains an adapter on granted versions',
  status: 202,
  body: createTrainingJobRequestSchema,
  response: acceptedJobSchema,
})

export const listTrainingJobs = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs',
  auth: 'account',
  summary: "The account's trainings, newest first",
  status: 200,
  query: z.object({
    status: jobStatusSchema.optional(),
    limit: numberParam({ min: 1, max: 100 }).optional(),
    after: z.uuid().optional(),
  }),
  response: trainingJobListSchema,
})

export const getTrainingJob = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}',
  auth: 'accountOptional',
  summary: 'State and result of a training; with what was asked for, for its developer',
  status: 200,
  params: jobParams,
  response: trainingJobSchema,
})

export const streamTrainingEvents = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/events',
  auth: 'account',
  summary: 'Server-sent events of an own job; resumes after Last-Event-ID',
  status: 200,
  params: jobParams,
})

export const getTrainingCurves = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/curves',
  auth: 'account',
  summary: 'The whole history of an own training, thinned out without losing its extremes',
  status: 200,
  params: jobParams,
  query: z.object({
    /** Most points of each series; 1,000 unless given. */
    points: numberParam({ min: 16, max: 10_000 }).optional(),
  }),
  response: trainingCurvesSchema,
})

export const stopTrainingJob = defineApiRoute({
  method: 'post',
  path: '/v1/training/jobs/{id}/stop',
  auth: 'account',
  summary: 'Stops an own training; its checkpoints are kept',
  status: 200,
  params: jobParams,
  response: trainingJobSchema,
})

export const resumeTrainingJob = defineApiRoute({
  method: 'post',
  path: '/v1/training/jobs/{id}/resume',
  auth: 'account',
  summary: 'Goes on with an own training that was stopped, from its last checkpoint',
  status: 200,
  params: jobParams,
  response: trainingJobSchema,
})

export const cancelTrainingJob = defineApiRoute({
  method: 'post',
  path: '/v1/training/jobs/{id}/cancel',
  auth: 'account',
  summary: 'Ends an own training for good; its checkpoints are removed',
  status: 200,
  params: jobParams,
  response: trainingJobSchema,
})

export type TrainingJob = z.infer<typeof trainingJobSchema>
export type TrainingJobList = z.infer<typeof trainingJobListSchema>
export type OwnTraining = z.infer<typeof ownTrainingSchema>
export type TrainingResult = z.infer<typeof trainingResultSchema>
export type TrainingCurves = z.infer<typeof trainingCurvesSchema>
export type TrainingConfig = z.infer<typeof trainingConfigSchema>
export type TrainingSelection = z.infer<typeof trainingSelectionSchema>
export type CreateTrainingJobRequest = z.infer<typeof createTrainingJobRequestSchema>
