import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'

const countSchema = z.int().min(0)
const secondsSchema = z.number().min(0)

/** A training step; for people and job events, never hashed. `tokens`: so far. */
export const progressEventSchema = z.strictObject({
  type: z.literal('progress'),
  step: countSchema,
  steps: countSchema,
  epoch: countSchema,
  loss: z.number(),
  lr: z.number(),
  gradNorm: z.number(),
  tokens: countSchema,
  tokensPerSecond: z.number(),
  secondsLeft: secondsSchema,
})

/** The held-out records' loss (nats per answer token) after `step` steps; tokens trained on so far. */
export const evaluationEventSchema = z.strictObject({
  type: z.literal('evaluation'),
  step: countSchema,
  loss: z.number(),
  tokens: countSchema,
})

/** What the adapter answers after `step` steps. */
export const sampleEventSchema = z.strictObject({
  type: z.literal('sample'),
  step: countSchema,
  prompt: z.string(),
  text: z.string(),
})

/** The training can go on from `step` steps, whatever happens now. */
export const savedEventSchema = z.strictObject({ type: z.literal('saved'), step: countSchema })

/** The training goes on after `step` steps that an earlier run did. */
export const resumedEventSchema = z.strictObject({ type: z.literal('resumed'), step: countSchema })

/** Work other than training steps: `done` of `total` units. */
export const stageEventSchema = z.strictObject({
  type: z.literal('stage'),
  stage: z.enum(['load', 'train', 'export', 'index', 'calibrate', 'influence', 'evaluate']),
  done: countSchema,
  total: countSchema,
})

/** A file of the adapter's folder was finished. */
export const checkpointEventSchema = z.strictObject({
  type: z.literal('checkpoint'),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/**
 * The adapter is complete. manifestHash, logHead: Keccak-256; the others: SHA-256. `reused`: it was there already.
 * `steps`, `tokens`: that made the adapter; `stepsRun` counts those after the best weights too. `records`: trained on;
 * `heldOut`: kept for evaluation, whose last (or best, with patience) loss is `heldOutLoss`.
 */
export const trainResultEventSchema = z.strictObject({
  type: z.literal('result'),
  kind: z.literal('train'),
  outDir: z.string(),
  manifestHash: hex32Schema,
  logHead: hex32Schema,
  adapterHash: hex32Schema,
  adapterGgufHash: hex32Schema,
  indexHash: hex32Schema,
  baseSha256: z.string().regex(/^[0-9a-f]{64}$/),
  steps: countSchema,
  stepsRun: countSchema,
  records: countSchema,
  heldOut: countSchema,
  heldOutLoss: z.number().nullable(),
  tokens: countSchema,
  thresholdMicro: z.int(),
  trainSeconds: secondsSchema,
  indexSeconds: secondsSchema,
  reused: z.boolean(),
})

/** All records' scores (influence × 10^6) for one query, in the index's order. */
export const influenceEventSchema = z.strictObject({
  type: z.literal('influence'),
  id: z.string(),
  scores: z.array(z.strictObject({ commitment: hex32Schema, score: z.int() })),
  logProbabilityMicro: z.int(),
  thresholdMicro: z.int(),
  indexHash: hex32Schema,
  seconds: secondsSchema,
})

/** All queries are scored. */
export const influenceResultEventSchema = z.strictObject({
  type: z.literal('result'),
  kind: z.literal('influence'),
  queries: countSchema,
  seconds: secondsSchema,
})

/**
 * Right answers of one model over one question file; byWording: [right, asked] by place in `prompts`. An answer's
 * `question` is its line in the file, from 0; `nats` is minus the log-probability of the expected answer, its end
 * included, and `tokens` how many these are (null unless losses were asked for).
 */
export const evaluationSchema = z.strictObject({
  model: z.enum(['base', 'adapter']),
  questions: z.string(),
  right: countSchema,
  asked: countSchema,
  byWording: z.array(z.tuple([countSchema, countSchema])),
  answers: z.array(
    z.strictObject({
      question: countSchema,
      prompt: z.string(),
      expected: z.string(),
      got: z.string(),
      right: z.boolean(),
      nats: z.number().nullable(),
      tokens: countSchema.nullable(),
    }),
  ),
})

/** All questions are asked. */
export const evaluateResultEventSchema = z.strictObject({
  type: z.literal('result'),
  kind: z.literal('evaluate'),
  evaluations: z.array(evaluationSchema),
  seconds: secondsSchema,
})

/** A model is written; the files lie in `outDir`, `size` in bytes. */
export const exportResultEventSchema = z.strictObject({
  type: z.literal('result'),
  kind: z.literal('export'),
  format: z.enum(['merged', 'gguf']),
  outDir: z.string(),
  files: z.array(z.strictObject({ file: z.string(), size: countSchema, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  seconds: secondsSchema,
})

/** The job failed. */
export const errorEventSchema = z.strictObject({
  type: z.literal('error'),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
})

/** A line of the trainer's stdout; the Python twin is trainer/openledger_trainer/events.py. */
export const trainerEventSchema = z.union([
  progressEventSchema,
  evaluationEventSchema,
  sampleEventSchema,
  savedEventSchema,
  resumedEventSchema,
  stageEventSchema,
  checkpointEventSchema,
  influenceEventSchema,
  trainResultEventSchema,
  influenceResultEventSchema,
  evaluateResultEventSchema,
  exportResultEventSchema,
  errorEventSchema,
])

export type TrainerEvent = z.output<typeof trainerEventSchema>
export type TrainResult = z.output<typeof trainResultEventSchema>
export type InfluenceEvent = z.output<typeof influenceEventSchema>
export type InfluenceResult = z.output<typeof influenceResultEventSchema>
export type Evaluation = z.output<typeof evaluationSchema>
export type EvaluateResult = z.output<typeof evaluateResultEventSchema>
export type ExportResult = z.output<typeof exportResultEventSchema>
export type TrainerResult = TrainResult | InfluenceResult | EvaluateResult | ExportResult
