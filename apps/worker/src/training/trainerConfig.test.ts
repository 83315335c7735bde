import { expect, test } from 'vitest'
import { trainerConfig } from './trainerConfig.ts'

test('settings become integers; what is left out stays the trainer’s', () => {
  expect(trainerConfig()).toEqual({})
  const config = {
    rank: 16,
    learningRate: 2e-4,
    warmupRatio: 0.03,
    dropout: 0.05,
    validationShare: 0.05,
    evalEverySteps: 50,
    patience: 3,
    quantisation: 'none' as const,
    targetModules: ['q_proj'],
    rankStabilised: true,
    maxTokensPerExample: 1024,
    maxTokens: 1_000_000,
  }
  expect(trainerConfig(config)).toEqual({
    rank: 16,
    lrNano: 200_000,
    warmupPpm: 30_000,
    dropoutMicro: 50_000,
    validationPpm: 50_000,
    evalEverySteps: 50,
    patience: 3,
    quantisation: 'none',
    targetModules: ['q_proj'],
    rankStabilised: true,
    maxTokensPerExample: 1024,
  })
})

test('what the trainer does not take is refused by name', () => {
  expect(() => trainerConfig({ batchSize: 1000 })).toThrowError(
    expect.objectContaining({ code: 'TRAINER_JOB_INVALID', message: expect.stringContaining('config.batchSize') }),
  )
})
