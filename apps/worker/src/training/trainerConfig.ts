import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import { trainerErrors } from '../trainer/trainerErrors.ts'
import { trainConfigSchema } from '../trainer/trainerJobs.ts'

/** The settings of a training as the trainer takes them; integers only, since they are hashed with the manifest. */
export type TrainerConfig = z.output<typeof trainConfigSchema>

/**
 * Translates the API's settings; what is left out takes the trainer's default.
 * @throws TRAINER_JOB_INVALID for what the API lets through and the trainer does not take
 */
export function trainerConfig(config: CreateTrainingJobRequest['config'] = {}): TrainerConfig {
  const { learningRate, warmupRatio, dropout, validationShare, maxTokens: _, ...same } = config
  const checked = trainConfigSchema.safeParse({
    ...same,
    ...(learningRate !== undefined && { lrNano: Math.round(learningRate * 1e9) }),
    ...(warmupRatio !== undefined && { warmupPpm: Math.round(warmupRatio * 1e6) }),
    ...(dropout !== undefined && { dropoutMicro: Math.round(dropout * 1e6) }),
    ...(validationShare !== undefined && { validationPpm: Math.round(validationShare * 1e6) }),
  })
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new OpenLedgerError(trainerErrors.TRAINER_JOB_INVALID, `config.${issue?.path.join('.')}: ${issue?.message}`)
}
