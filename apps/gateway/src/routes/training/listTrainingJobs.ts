import { listTrainingJobs } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listTrainings } from '../../jobs/listTrainings.ts'
import { toApiTraining } from '../../jobs/toApiTraining.ts'

/** GET /v1/training/jobs: the account's own, newest first. */
export const handler = defineHandler(listTrainingJobs, async ({ account, query, deps }) => {
  const { status, limit = 20, after } = query
  const { jobs, more } = await listTrainings(deps.db, account, { status, limit, after })
  return {
    data: jobs.map((job) => toApiTraining(job, account, deps.models.base.id)),
    next: more ? (jobs.at(-1)?.jobId ?? null) : null,
  }
})
