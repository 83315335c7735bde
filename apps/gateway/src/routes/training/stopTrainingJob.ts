import { stopTrainingJob } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { stopJob } from '../../jobs/endJob.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { toApiTraining } from '../../jobs/toApiTraining.ts'

/** POST /v1/training/jobs/{id}/stop: its checkpoints are kept. */
export const handler = defineHandler(stopTrainingJob, async ({ account, params, deps }) => {
  const job = await findOwnJob(deps.db, account, params.id, 'train')
  return toApiTraining(await stopJob(deps.db, job), account, deps.models.base.id)
})
