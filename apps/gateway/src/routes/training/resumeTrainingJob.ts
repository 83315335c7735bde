import { resumeTrainingJob } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { resumeTraining } from '../../jobs/resumeTraining.ts'
import { toApiTraining } from '../../jobs/toApiTraining.ts'

/** POST /v1/training/jobs/{id}/resume: goes on from the last checkpoint, for a developer who still has the grants. */
export const handler = defineHandler(resumeTrainingJob, async ({ account, params, deps }) => {
  const job = await findOwnJob(deps.db, account, params.id, 'train')
  return toApiTraining(await resumeTraining(deps, job), account, deps.models.base.id)
})
