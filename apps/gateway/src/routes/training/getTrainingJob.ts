import { getTrainingJob } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { toApiTraining } from '../../jobs/toApiTraining.ts'
import { findJob } from '../../jobs/trackedJobs.ts'

/** GET /v1/training/jobs/{id}: state and result of a training. */
export const handler = defineHandler(getTrainingJob, async ({ account, params, deps }) =>
  toApiTraining(await findJob(deps.db, params.id, 'train'), account, deps.models.base.id),
)
