import { type TrainingConfig, trainingConfigSchema } from '@openledger/core/api/training.ts'

/** Settings that are typed as numbers, in the order in which they are shown. */
export const NUMBERS = [
  'epochs',
  'learningRate',
  'rank',
  'alpha',
  'dropout',
  'warmupRatio',
  'batchSize',
  'evalEverySteps',
  'patience',
  'maxTokensPerExample',
  'maxTokens',
  'seed',
] as const satisfies readonly (keyof TrainingConfig)[]
export type NumberSetting = (typeof NUMBERS)[number]

/** Projections that an adapter may change, as the trainer calls them. */
export const MODULES = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const

/** A number as people type it: `0.05`, `0,05`, `2e-4`; undefined for what is none. */
export function readNumber(typed: string): number | undefined {
  const plain = typed.trim().replace(',', '.')
  return /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined
}

/** A setting as it is typed: null where nothing is, undefined for what the gateway would not take. */
export function readSetting(name: NumberSetting, typed: string): number | null | undefined {
  if (typed.trim() === '') return null
  const parsed = trainingConfigSchema.shape[name].safeParse(readNumber(typed) ?? Number.NaN)
  return parsed.success ? parsed.data : undefined
}
