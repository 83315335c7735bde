import { getFineTuningJob } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { toFineTuningJob } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/fine_tuning/jobs/{id}: an own training. */
export const handler = defineHandler(getFineTuningJob, async ({ account, params, deps }) =>
  toFineTuningJob(deps, await findFineTuning(deps.db, account, params.id)),
)
