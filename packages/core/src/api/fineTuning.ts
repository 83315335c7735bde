import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, keptTextSchema, numberParam, timeSchema } from './primitives.ts'

/** `ftjob-` and the 32 hex digits of the training's id: each own training is a fine-tuning job too. */
export const fineTuningJobIdSchema = z
  .string()
  .regex(/^ftjob-[0-9a-f]{32}$/, 'must be an id that the job was accepted under')

const hyperparametersSchema = z.strictObject({
  n_epochs: z.union([z.literal('auto'), z.int().min(1).max(50)]).optional(),
  batch_size: z.union([z.literal('auto'), z.int().min(1).max(256)]).nullish(),
  /** Factor on the balanced preset's learning rate. */
  learning_rate_multiplier: z.union([z.literal('auto'), z.number().gt(0).max(100)]).optional(),
})

const metadataSchema = z.record(keptTextSchema(64), z.union([z.literal(''), keptTextSchema(512)]))

export const createFineTuningJobRequestSchema = z.object({
  /** The base model's id. */
  model: z.string().min(1).max(128),
  /** A file that was uploaded, or a granted version as GET /v1/files lists it. */
  training_file: z.string().min(1).max(128),
  /** Refused: a share of the records is kept out instead (`POST /v1/training/jobs`). */
  validation_file: z.string().min(1).max(128).nullish(),
  /** Name of the adapter. */
  suffix: z.string().min(1).max(64).nullish(),
  seed: z.int().min(0).max(2_147_483_647).nullish(),
  method: z
    .strictObject({
      type: z.literal('supervised'),
      supervised: z.strictObject({ hyperparameters: hyperparametersSchema.optional() }).optional(),
    })
    .optional(),
  /** The older place of the same choices. */
  hyperparameters: hyperparametersSchema.optional(),
  metadata: metadataSchema.nullish(),
})

/** What a training keeps of its being asked for in OpenAI's shape. */
export const fineTuningDetailsSchema = z.object({
  training_file: z.string(),
  metadata: metadataSchema.nullable(),
})

const shownHyperparametersSchema = z.object({
  n_epochs: z.int(),
  batch_size: z.int(),
  learning_rate_multiplier: z.number(),
})

/** OpenAI's fine-tuning job; `paused` is a training that was stopped. */
export const fineTuningJobSchema = z.object({
  id: fineTuningJobIdSchema,
  object: z.literal('fine_tuning.job'),
  model: z.string(),
  created_at: timeSchema,
  finished_at: timeSchema.nullable(),
  /** The model that was registered with this adapter, by name; null before. */
  fine_tuned_model: z.string().nullable(),
  organization_id: z.string(),
  result_files: z.array(z.string()),
  status: z.enum(['queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled']),
  training_file: z.string(),
  validation_file: z.string().nullable(),
  hyperparameters: shownHyperparametersSchema,
  method: z.object({
    type: z.literal('supervised'),
    supervised: z.object({ hyperparameters: shownHyperparametersSchema }),
  }),
  trained_tokens: countSchema.nullable(),
  error: z.object({ code: z.string(), message: z.string(), param: z.string().nullable() }).nullable(),
  seed: z.int(),
  estimated_finish: timeSchema.nullable(),
  /** There are none. */
  integrations: z.array(z.string()).max(0),
  metadata: metadataSchema.nullable(),
})

export const fineTuningEventSchema = z.object({
  id: z.string(),
  object: z.literal('fine_tuning.job.event'),
  created_at: timeSchema,
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  type: z.enum(['message', 'metrics']),
  data: z.record(z.string(), z.unknown()),
})

export const fineTuningCheckpointSchema = z.object({
  id: z.string(),
  object: z.literal('fine_tuning.job.checkpoint'),
  created_at: timeSchema,
  /** A name for it; what can be called is a registered model. */
  fine_tuned_model_checkpoint: z.string(),
  fine_tuning_job_id: fineTuningJobIdSchema,
  step_number: countSchema,
  metrics: z.object({ step: countSchema, train_loss: z.number().optional(), full_valid_loss: z.number().optional() }),
})

const limit = numberParam({ min: 1, max: 100 }).optional()
const entriesQuery = z.object({
  /** An entry of this list: the page begins behind it. */
  after: z
    .string()
    .regex(/^ft(event|ckpt)-[0-9a-f]{32}-\d{1,9}$/, 'must be the id of an entry of this list')
    .optional(),
  limit,
})
const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() })
const params = z.object({ id: fineTuningJobIdSchema })

export const createFineTuningJob = defineApiRoute({
  method: 'post',
  path: '/v1/fine_tuning/jobs',
  auth: 'keyOrAccount',
  summary: 'Trains an adapter on the records that a file names',
  status: 200,
  body: createFineTuningJobRequestSchema,
  response: fineTuningJobSchema,
})

export const listFineTuningJobs = defineApiRoute({
  method: 'get',
  path: '/v1/fine_tuning/jobs',
  auth: 'keyOrAccount',
  summary: "The account's trainings as fine-tuning jobs, newest first",
  status: 200,
  query: z.object({ after: fineTuningJobIdSchema.optional(), limit }),
  response: listOf(fineTuningJobSchema),
})

export const getFineTuningJob = defineApiRoute({
  method: 'get',
  path: '/v1/fine_tuning/jobs/{id}',
  auth: 'keyOrAccount',
  summary: 'One own training as a fine-tuning job',
  status: 200,
  params,
  response: fineTuningJobSchema,
})

export const cancelFineTuningJob = defineApiRoute({
  method: 'post',
  path: '/v1/fine_tuning/jobs/{id}/cancel',
  auth: 'keyOrAccount',
  summary: 'Ends an own training for good',
  status: 200,
  params,
  response: fineTuningJobSchema,
})

export const pauseFineTuningJob = defineApiRoute({
  method: 'post',
  path: '/v1/fine_tuning/jobs/{id}/pause',
  auth: 'keyOrAccount',
  summary: 'Stops an own training; its checkpoints are kept',
  status: 200,
  params,
  response: fineTuningJobSchema,
})

export const resumeFineTuningJob = defineApiRoute({
  method: 'post',
  path: '/v1/fine_tuning/jobs/{id}/resume',
  auth: 'keyOrAccount',
  summary: 'Goes on with an own training that was paused',
  status: 200,
  params,
  response: fineTuningJobSchema,
})

export const listFineTuningEvents = defineApiRoute({
  method: 'get',
  path: '/v1/fine_tuning/jobs/{id}/events',
  auth: 'keyOrAccount',
  summary: 'Events of an own training, newest first',
  status: 200,
  params,
  query: entriesQuery,
  response: listOf(fineTuningEventSchema),
})

export const listFineTuningCheckpoints = defineApiRoute({
  method: 'get',
  path: '/v1/fine_tuning/jobs/{id}/checkpoints',
  auth: 'keyOrAccount',
  summary: 'Steps of an own training from which it goes on, newest first',
  status: 200,
  params,
  query: entriesQuery,
  response: listOf(fineTuningCheckpointSchema).extend({
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
  }),
})

export type FineTuningJob = z.infer<typeof fineTuningJobSchema>
export type FineTuningEvent = z.infer<typeof fineTuningEventSchema>
export type FineTuningCheckpoint = z.infer<typeof fineTuningCheckpointSchema>
export type CreateFineTuningJobRequest = z.infer<typeof createFineTuningJobRequestSchema>
