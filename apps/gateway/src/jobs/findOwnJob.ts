import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { gatewayErrors } from '../errors.ts'
import { findJob, type TrackedJob } from './trackedJobs.ts'

/**
 * A job of the account's own: what was asked for, and what came of it on the way, is nobody else's to read.
 * @throws JOB_NOT_FOUND, AUTH_FORBIDDEN
 */
export async function findOwnJob(
  db: Database,
  account: Address,
  jobId: string,
  kind?: TrackedJob['kind'],
): Promise<TrackedJob> {
  const job = await findJob(db, jobId, kind)
  if (job.developer !== account)
    throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The job ${jobId} belongs to ${job.developer}.`)
  return job
}
