import { resumeFineTuningJob } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { toFineTuningJob } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { resumeTraining } from '../../jobs/resumeTraining.ts'

/** POST /v1/fine_tuning/jobs/{id}/resume: goes on with an own training, for a developer who still has the grants. */
export const handler = defineHandler(resumeFineTuningJob, async ({ account, params, deps }) =>
  toFineTuningJob(deps, await resumeTraining(deps, await findFineTuning(deps.db, account, params.id))),
)
