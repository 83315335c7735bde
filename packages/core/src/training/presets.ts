import type { TrainingConfig } from '../api/training.ts'

/** Names of the choices that people begin with. */
export const TRAINING_PRESETS = ['quick', 'balanced', 'thorough'] as const
export type TrainingPreset = (typeof TRAINING_PRESETS)[number]

/** What all presets share: a twentieth of the records is kept out, to measure by. */
const shared = { dropout: 0.05, warmupRatio: 0.03, validationShare: 0.05, batchSize: 8 } as const

/** Choices that do well without being changed; `balanced` is where one should begin. */
export const trainingPresets: Readonly<Record<TrainingPreset, TrainingConfig>> = {
  quick: { ...shared, learningRate: 0.0002, epochs: 1, rank: 8, alpha: 16 },
  balanced: { ...shared, learningRate: 0.0002, epochs: 3, rank: 16, alpha: 32, patience: 3 },
  thorough: { ...shared, learningRate: 0.0001, epochs: 8, rank: 32, alpha: 64, patience: 5 },
}
