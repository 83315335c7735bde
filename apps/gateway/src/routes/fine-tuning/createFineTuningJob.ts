import { createFineTuningJob } from '@openledger/core/api/fineTuning.ts'
import { dropNeutralFields, type NeutralFields } from '../../calls/neutralFields.ts'
import { createFineTuning } from '../../fineTuning/createFineTuning.ts'
import { toFineTuningJob } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** Fields that this gateway doesn't know, with the values at which they ask for nothing. */
const NEUTRAL: NeutralFields = {
  integrations: (value) => Array.isArray(value) && value.length === 0,
  suffix: (value) => value === '',
}

/** POST /v1/fine_tuning/jobs: trains on what a file names. */
export const handler = defineHandler(
  createFineTuningJob,
  async ({ account, body, deps }) => toFineTuningJob(deps, await createFineTuning(deps, account, body)),
  { prepareBody: (body, headers) => dropNeutralFields(body, headers, NEUTRAL) },
)
