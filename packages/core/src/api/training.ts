import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { acceptedJobSchema, jobSchema } from './jobs.ts'
import { hash32Schema, slugSchema } from './primitives.ts'

/** Choices of a training; what is left out takes the trainer's default. */
export const trainingConfigSchema = z.strictObject({
  rank: z.int().min(1).max(256).optional(),
  alpha: z.int().min(1).max(1024).optional(),
  learningRate: z.number().gt(0).max(1).optional(),
  epochs: z.int().min(1).max(1000).optional(),
  batchSize: z.int().min(1).max(1024).optional(),
  seed: z.int().min(0).optional(),
  /** Most tokens processed, epochs included: a job that would need more is refused. */
  maxTokens: z.int().min(1).optional(),
})

export const createTrainingJobRequestSchema = z.object({
  name: slugSchema,
  /** Roots of published versions that the developer was granted. */
  versions: z.array(hash32Schema).min(1).max(16),
  /** Train on these records of the versions only. */
  commitments: z.array(hash32Schema).min(1).optional(),
  config: trainingConfigSchema.optional(),
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

export const trainingJobSchema = jobSchema.extend({
  kind: z.literal('train'),
  result: trainingResultSchema.nullable(),
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

export const getTrainingJob = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}',
  auth: 'none',
  summary: 'State and result of a training',
  status: 200,
  params: jobParams,
  response: trainingJobSchema,
})

export const streamTrainingEvents = defineApiRoute({
  method: 'get',
  path: '/v1/training/jobs/{id}/events',
  auth: 'none',
  summary: 'Server-sent events of a training; resumes after Last-Event-ID',
  status: 200,
  params: jobParams,
})

export type CreateTrainingJobRequest = z.infer<typeof createTrainingJobRequestSchema>
export type TrainingJob = z.infer<typeof trainingJobSchema>
export type TrainingResult = z.infer<typeof trainingResultSchema>
