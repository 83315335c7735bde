import { pauseFineTuningJob } from '@openledger/core/api/fineTuning.ts'
import { findFineTuning } from '../../fineTuning/findFineTuning.ts'
import { toFineTuningJob } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { stopJob } from '../../jobs/endJob.ts'

/** POST /v1/fine_tuning/jobs/{id}/pause: stops an own training; its checkpoints are kept. */
export const handler = defineHandler(pauseFineTuningJob, async ({ account, params, deps }) =>
  toFineTuningJob(deps, await stopJob(deps.db, await findFineTuning(deps.db, account, params.id))),
)
