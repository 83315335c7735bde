import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'

/** SHA-256 as 64 hex digits without 0x, as the trainer writes file digests. */
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

const targetModuleSchema = z.enum(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'])

/**
 * Settings of a training; what is left out takes the trainer's default. Integers only: they are hashed with the
 * manifest. `lrNano`: peak learning rate × 10^9. `indexWordings`: wordings of a record whose gradients make its row;
 * `indexModules`: of which modules. `warmupPpm`: share of the steps × 10^6 that warm up; 0 takes `warmupSteps`.
 * `dropoutMicro`: LoRA dropout × 10^6. `validationPpm`: share of the records × 10^6 that is held out.
 * `evalEverySteps`: how often their loss is taken; 0 once an epoch. `patience`: evaluations without a better loss until
 * the training stops; 0 never stops. With patience the best weights are taken.
 */
export const trainConfigSchema = z.strictObject({
  rank: z.int().min(1).max(256).optional(),
  alpha: z.int().min(1).max(1024).optional(),
  rankStabilised: z.boolean().optional(),
  targetModules: z.array(targetModuleSchema).min(1).optional(),
  firstLayer: z.int().min(0).max(1000).optional(),
  lrNano: z.int().min(1).max(1_000_000_000).optional(),
  warmupSteps: z.int().min(0).optional(),
  epochs: z.int().min(1).max(1000).optional(),
  batchSize: z.int().min(1).max(256).optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  maxTokensPerExample: z.int().min(8).max(8192).optional(),
  indexWordings: z.int().min(1).max(16).optional(),
  indexModules: z.array(targetModuleSchema).min(1).optional(),
  warmupPpm: z.int().min(0).max(500_000).optional(),
  dropoutMicro: z.int().min(0).max(500_000).optional(),
  validationPpm: z.int().min(0).max(500_000).optional(),
  evalEverySteps: z.int().min(0).optional(),
  patience: z.int().min(0).max(1000).optional(),
  quantisation: z.enum(['none', '4bit']).optional(),
})

const threadsSchema = z.int().min(1).max(256).optional()

/** Train an adapter, write it in both formats, build its attribution index. Paths are absolute. */
export const trainJobSchema = z.strictObject({
  kind: z.literal('train'),
  baseGguf: z.string().min(1),
  baseSha256: sha256Schema.optional(),
  /** JSONL of { commitment, recordId, contributor, datanetId, content }. */
  recordsFile: z.string().min(1),
  /** JSONL of { prompts, answer }: further questions that no record is the source of, for the noise threshold. */
  controlsFile: z.string().min(1).optional(),
  outDir: z.string().min(1),
  binding: z.strictObject({ versionRoots: z.array(hex32Schema).min(1), grant: z.string().min(1) }),
  config: trainConfigSchema.optional(),
  threads: threadsSchema,
  /** How often a state is kept from which a later run goes on; 0 only when all steps are done. */
  checkpointEverySteps: z.int().min(0).optional(),
  /** How often `samplePrompts` are answered; 0 never. */
  sampleEverySteps: z.int().min(0).optional(),
  samplePrompts: z.array(z.string().min(1)).max(4).optional(),
})

const messageSchema = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })

const scaleSchema = z.number().min(0).max(100)

/**
 * Score every record of an adapter's index on each query; one `influence` event a query. `scale` is the factor on the
 * adapter, `others` are adapters that answered together with it.
 */
export const influenceJobSchema = z.strictObject({
  kind: z.literal('influence'),
  baseGguf: z.string().min(1),
  adapterDir: z.string().min(1),
  scale: scaleSchema.optional(),
  others: z
    .array(z.strictObject({ adapterDir: z.string().min(1), scale: scaleSchema }))
    .max(15)
    .optional(),
  queries: z
    .array(z.strictObject({ id: z.string().min(1), messages: z.array(messageSchema).min(1), answer: z.string() }))
    .min(1)
    .max(100_000),
})

/**
 * Ask base model and adapter the questions of each file ({ prompts, answer } a line). `losses`: also say how likely the
 * model finds each expected answer.
 */
export const evaluateJobSchema = z.strictObject({
  kind: z.literal('evaluate'),
  baseGguf: z.string().min(1),
  adapterDir: z.string().min(1).optional(),
  questions: z.record(z.string().min(1), z.string().min(1)),
  models: z
    .array(z.enum(['base', 'adapter']))
    .min(1)
    .optional(),
  maxWordings: z.int().min(1).max(16).optional(),
  maxNewTokens: z.int().min(1).max(512).optional(),
  losses: z.boolean().optional(),
  batchSize: z.int().min(1).max(256).optional(),
  threads: threadsSchema,
})

/**
 * Write base model and adapter as one model: `merged`, a folder as transformers loads it, or `gguf`, a file `model.gguf` as
 * llama.cpp loads it. `bits`: of the merged weights, 32 when left out.
 */
export const exportJobSchema = z.strictObject({
  kind: z.literal('export'),
  baseGguf: z.string().min(1),
  adapterDir: z.string().min(1),
  format: z.enum(['merged', 'gguf']),
  outDir: z.string().min(1),
  bits: z.union([z.literal(16), z.literal(32)]).optional(),
  threads: threadsSchema,
})

/** A job for the trainer process; the Python twin is trainer/openledger_trainer/jobs.py. */
export const trainerJobSchema = z.discriminatedUnion('kind', [
  trainJobSchema,
  influenceJobSchema,
  evaluateJobSchema,
  exportJobSchema,
])

export type TrainJob = z.input<typeof trainJobSchema>
export type InfluenceJob = z.input<typeof influenceJobSchema>
export type EvaluateJob = z.input<typeof evaluateJobSchema>
export type ExportJob = z.input<typeof exportJobSchema>
export type TrainerJob = TrainJob | InfluenceJob | EvaluateJob | ExportJob
