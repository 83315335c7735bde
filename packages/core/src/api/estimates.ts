import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { bpsSchema, countSchema, hash32Schema, timeSchema, weiTextSchema } from './primitives.ts'
import { createTrainingJobRequestSchema } from './training.ts'

/** How the account's access to a Datanet stands: its owner, granted, or what became of its asking. */
export const trainingAccessStateSchema = z.enum(['own', 'granted', 'none', 'asked', 'refused', 'expired', 'revoked'])

/** One version that a training names. */
export const trainingAccessSchema = z.object({
  version: hash32Schema,
  datanetId: hash32Schema,
  number: countSchema,
  /** Records of the version as published. */
  records: countSchema,
  /** Those that the choices take of it; null where the account may not train on it. */
  taken: countSchema.nullable(),
  access: trainingAccessStateSchema,
  /** Of the grant; null without one. */
  grant: z.object({ expiry: timeSchema, minDataShareBps: bpsSchema, minOutputPrice: weiTextSchema }).nullable(),
  /** Training fee that has still to be paid for it, wei. */
  feeDue: weiTextSchema,
})

export const trainingEstimateSchema = z.object({
  versions: z.array(trainingAccessSchema),
  /** Of the versions that the account may train on: trained on, and kept out to measure by. */
  records: countSchema,
  heldOut: countSchema,
  /** All that would be read, epochs included. */
  tokens: countSchema,
  /** Whether each record's tokens were counted, or those of a sample of them. */
  tokensFrom: z.enum(['counted', 'sampled']),
  /** Of the longest record. */
  longestTokens: countSchema,
  steps: countSchema,
  /** Null for a base of which too little is known. */
  memoryBytes: countSchema.nullable(),
  /** What the node's machine has for it. */
  memoryAvailable: countSchema,
  seconds: z.number().min(0),
  tokensPerSecond: z.number().gt(0),
  /** Whether the rate was measured in earlier trainings on this node, or assumed. */
  rateFrom: z.enum(['measured', 'assumed']),
  /** Training fees that have still to be paid, wei. */
  cost: weiTextSchema,
  verdict: z.enum(['fits', 'tight', 'does-not-fit']),
  /** Why: what stands against it, or makes it tight. `code` of the registry where a start would be refused by it. */
  reasons: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
})

export const estimateTraining = defineApiRoute({
  method: 'post',
  path: '/v1/training/estimates',
  auth: 'account',
  summary: 'What a training would read, take and cost, and whether it fits; nothing is started',
  status: 200,
  body: createTrainingJobRequestSchema,
  response: trainingEstimateSchema,
})

export type TrainingEstimate = z.infer<typeof trainingEstimateSchema>
export type TrainingAccess = z.infer<typeof trainingAccessSchema>
