import { listFineTuningJobs } from '@openledger/core/api/fineTuning.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../../errors.ts'
import { toFineTuningJob, trainingIdOf } from '../../fineTuning/toFineTuningJob.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listTrainings } from '../../jobs/listTrainings.ts'

/** GET /v1/fine_tuning/jobs: the account's own, newest first. Filtering by metadata is refused, not left out. */
export const handler = defineHandler(listFineTuningJobs, async ({ account, query, url, deps }) => {
  const param = [...new URL(url).searchParams.keys()].find((name) => name.startsWith('metadata'))
  if (param !== undefined) {
    throw new OpenLedgerError(gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER, 'Jobs are not filtered by metadata here.', {
      details: { param: param.slice(0, 64) },
    })
  }
  const { after, limit = 20 } = query
  const { jobs, more } = await listTrainings(deps.db, account, { limit, after: after && trainingIdOf(after) })
  const data = await Promise.all(jobs.map(async (job) => toFineTuningJob(deps, job)))
  return { object: 'list' as const, data, has_more: more }
})
