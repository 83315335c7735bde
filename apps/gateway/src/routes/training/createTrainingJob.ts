import { createTrainingJob } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { assertTrainable } from '../../jobs/assertTrainable.ts'
import { logTraining } from '../../jobs/logTraining.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/training/jobs: trains an adapter, for a developer who has the grants. */
export const handler = defineHandler(createTrainingJob, async ({ account, body, deps }) => {
  await assertTrainable(deps, account, body)
  await logTraining(deps, account, body)
  return { jobId: await startJob(deps, { kind: 'train', developer: account, name: body.name, request: body }) }
})
