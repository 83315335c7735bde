import { cancelTrainingJob } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { cancelJob } from '../../jobs/endJob.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { toApiTraining } from '../../jobs/toApiTraining.ts'

/** POST /v1/training/jobs/{id}/cancel: ends it for good. */
export const handler = defineHandler(cancelTrainingJob, async ({ account, params, deps }) => {
  const job = await findOwnJob(deps.db, account, params.id, 'train')
  return toApiTraining(await cancelJob(deps, job), account, deps.models.base.id)
})
