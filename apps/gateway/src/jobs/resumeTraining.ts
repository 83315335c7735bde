import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { assertTrainable } from './assertTrainable.ts'
import { resumeJob } from './endJob.ts'
import type { TrackedJob } from './trackedJobs.ts'

/**
 * Goes on with a training, if its developer may still train on the versions.
 * @throws JOB_STATE_OTHER, and what {@link assertTrainable} throws
 */
export async function resumeTraining(services: GatewayServices, job: TrackedJob): Promise<TrackedJob> {
  if (job.status === 'stopped' || job.status === 'failed')
    await assertTrainable(services, job.developer, createTrainingJobRequestSchema.parse(job.request))
  return resumeJob(services, job)
}
