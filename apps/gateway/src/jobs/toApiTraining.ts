import type { Address } from '@openledger/core/api/primitives.ts'
import {
  createTrainingJobRequestSchema,
  type OwnTraining,
  type TrainingJob,
  trainingJobSchema,
} from '@openledger/core/api/training.ts'
import { z } from 'zod'
import { type TrackedJob, toApiJob } from './trackedJobs.ts'

const progressSchema = z.object({
  step: z.int(),
  steps: z.int(),
  loss: z.number(),
  tokens: z.int().nullable().default(null),
  tokensPerSecond: z.number(),
  secondsLeft: z.number(),
})

/**
 * A training as the API shows it: where it stands and what it gave to everybody, what was asked for to its developer.
 * @param base id of the model that the node trains where the request names none
 */
export function toApiTraining(job: TrackedJob, account: Address | undefined, base: string): TrainingJob {
  const own = job.developer === account ? toOwn(job, base) : null
  return trainingJobSchema.parse({ ...toApiJob(job), own })
}

function toOwn(job: TrackedJob, base: string): OwnTraining {
  const request = createTrainingJobRequestSchema.parse(job.request)
  return {
    name: job.name,
    base: request.base ?? base,
    request,
    progress: progressSchema.safeParse(job.progress).data ?? null,
    asked: job.asked,
  }
}
