/** What the trainer takes where a training says nothing: TrainConfig in trainer/openledger_trainer/jobs.py. */
export const trainerDefaults = {
  rank: 16,
  alpha: 32,
  learningRate: 0.0015,
  epochs: 16,
  batchSize: 8,
  seed: 1,
  maxTokensPerExample: 512,
  validationShare: 0,
} as const
