import { getTrainingJob, trainingJobSchema } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findJob, toApiJob } from '../../jobs/trackedJobs.ts'

/** GET /v1/training/jobs/{id}: state and result of a training. */
export const handler = defineHandler(getTrainingJob, async ({ params, deps }) =>
  trainingJobSchema.parse(toApiJob(await findJob(deps.db, params.id, 'train'))),
)
