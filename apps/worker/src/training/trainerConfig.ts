import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'

/** The settings of a training as the trainer takes them; integers only, since they are hashed with the manifest. */
export type TrainerConfig = {
  readonly rank?: number
  readonly alpha?: number
  /** Learning rate × 10^9. */
  readonly lrNano?: number
  readonly epochs?: number
  readonly batchSize?: number
  readonly seed?: number
}

/** Translates the API's settings; what is left out takes the trainer's default. */
export function trainerConfig(config: CreateTrainingJobRequest['config'] = {}): TrainerConfig {
  const { rank, alpha, learningRate, epochs, batchSize, seed } = config
  return {
    ...(rank !== undefined && { rank }),
    ...(alpha !== undefined && { alpha }),
    ...(learningRate !== undefined && { lrNano: Math.round(learningRate * 1e9) }),
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(seed !== undefined && { seed }),
  }
}
