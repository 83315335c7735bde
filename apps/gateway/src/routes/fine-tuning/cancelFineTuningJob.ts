import { cancelFineTuningJob } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { toFineTuningJob } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { cancelJob } from '../../jobs/endJob.ts'

/** POST /v1/fine_tuning/jobs/{id}/cancel: ends an own training for good. */
export const handler = defineHandler(cancelFineTuningJob, async ({ account, params, deps }) =>
  toFineTuningJob(deps, await cancelJob(deps, await findFineTuning(deps.db, account, params.id))),
)
