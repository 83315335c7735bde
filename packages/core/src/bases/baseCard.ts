import { z } from 'zod'

/** Families of base models that the trainer knows; its twin is trainer/openledger_trainer/families/. */
export const baseFamilies = [
  'llama',
  'mistral',
  'qwen2',
  'qwen3',
  'glm4',
  'deepseek2',
  'gemma2',
  'gemma3',
  'falcon',
  'bloom',
  'gpt2',
] as const

export type BaseFamily = (typeof baseFamilies)[number]

const countSchema = z.int().min(1)

/** Sizes of a decoder that decide what a training needs. `width`: of the hidden state; `headSize`: of one head. */
export const baseShapeSchema = z.strictObject({
  layers: countSchema,
  width: countSchema,
  feedForward: countSchema,
  heads: countSchema,
  kvHeads: countSchema,
  headSize: countSchema,
  vocabulary: countSchema,
})

/**
 * What is known of a base model before a training. `checked`: the figures were read from the model's own file, whose
 * SHA-256 is `sha256`; the others are what its authors publish. `size`: bytes of that file.
 */
export const baseCardSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  family: z.enum(baseFamilies),
  licence: z.strictObject({ name: z.string().min(1), url: z.url(), terms: z.string().min(1) }),
  parameters: countSchema,
  size: countSchema.nullable(),
  /** Longest prompt and answer together, in tokens. */
  context: countSchema,
  strengths: z.array(z.string().min(1)).min(1),
  source: z.string().min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  checked: z.boolean(),
  shape: baseShapeSchema.nullable(),
})

export type BaseCard = z.infer<typeof baseCardSchema>
export type BaseShape = z.infer<typeof baseShapeSchema>
