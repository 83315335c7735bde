import { z } from 'zod'

/** Key of a pattern: a module's path or its end, written plainly or with its dots escaped. Nothing in it repeats. */
const patternKey = z
  .string()
  .regex(/^\^?[A-Za-z0-9_]+(?:\\?\.[A-Za-z0-9_]+)*$/, 'is a pattern that is not a plain name')
  .max(200)
/** More than any model has modules: each is held against each. */
const PATTERNS_MAX = 2_000
const few = (pattern: object) => Object.keys(pattern).length <= PATTERNS_MAX

const rank = z.int().min(1).max(4_096)
const alpha = z.number().gt(0).max(1e6)
const name = z
  .string()
  .max(512)
  .regex(/^\P{Cc}*$/u, 'holds a control character')
const layer = z.int().min(0).max(9_999)

/** What the author of an adapter may have set, of the fields that its arithmetic or its origin follows from. */
export const authoredConfigSchema = z.strictObject({
  peft_type: z.literal('LORA'),
  task_type: z.literal('CAUSAL_LM').nullish(),
  base_model_name_or_path: name.nullish(),
  revision: name.nullish(),
  r: rank,
  lora_alpha: alpha,
  use_rslora: z.boolean().nullish(),
  bias: z.literal('none').nullish(),
  /** Names of modules, or all linear ones. */
  target_modules: z.union([
    z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9_.]+$/)
          .max(200),
      )
      .min(1)
      .max(10_000),
    z.literal('all-linear'),
  ]),
  layers_to_transform: z.union([layer, z.array(layer).max(10_000)]).nullish(),
  layers_pattern: z.union([z.literal('layers'), z.array(z.literal('layers')).max(1)]).nullish(),
  rank_pattern: z.record(patternKey, rank).refine(few, 'has too many entries').nullish(),
  alpha_pattern: z.record(patternKey, alpha).refine(few, 'has too many entries').nullish(),
  /** How A was drawn before training; its other values change the base model's weights too. */
  init_lora_weights: z.union([z.boolean(), z.enum(['gaussian', 'eva', 'orthogonal'])]).nullish(),
})

export type AuthoredConfig = z.output<typeof authoredConfigSchema>

/**
 * The configuration that is kept and that the converter gets: each module by its full path, so that no pattern is left
 * to be read in one way or another. It says the same to PEFT as the author's own.
 */
export const adapterConfigSchema = z.strictObject({
  alpha_pattern: z.record(z.string(), alpha),
  base_model_name_or_path: z.null(),
  bias: z.literal('none'),
  fan_in_fan_out: z.literal(false),
  inference_mode: z.literal(true),
  lora_alpha: alpha,
  lora_dropout: z.literal(0),
  peft_type: z.literal('LORA'),
  r: rank,
  rank_pattern: z.record(z.string(), rank),
  target_modules: z.array(z.string()),
  task_type: z.literal('CAUSAL_LM'),
  use_rslora: z.boolean(),
})

export type AdapterConfig = z.output<typeof adapterConfigSchema>
