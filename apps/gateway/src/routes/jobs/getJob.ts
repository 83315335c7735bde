import { getJob } from '@openledger/core/api/jobs.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findJob, toApiJob } from '../../jobs/trackedJobs.ts'

/** GET /v1/jobs/{id}: a job of any kind. */
export const handler = defineHandler(getJob, async ({ params, deps }) => toApiJob(await findJob(deps.db, params.id)))
