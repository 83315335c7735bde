import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'

/** How often the sample prompts of a training are answered, at most. */
const SAMPLES = 10

/** What the trainer is asked to show while it trains: its answers to the request's sample prompts, some ten times. */
export function samplesOf(
  { samplePrompts = [], config = {} }: Pick<CreateTrainingJobRequest, 'samplePrompts' | 'config'>,
  records: number,
): { readonly samplePrompts?: string[]; readonly sampleEverySteps?: number } {
  if (samplePrompts.length === 0) return {}
  const { epochs = trainerDefaults.epochs, batchSize = trainerDefaults.batchSize } = config
  const steps = Math.ceil(records / batchSize) * epochs
  return { samplePrompts, sampleEverySteps: Math.max(1, Math.ceil(steps / SAMPLES)) }
}
