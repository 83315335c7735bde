import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { gatewayErrors } from '../errors.ts'
import { findJob, type TrackedJob } from '../jobs/trackedJobs.ts'

/** A training of an account's own. @throws JOB_NOT_FOUND, AUTH_FORBIDDEN */
export async function findOwnTraining(db: Database, jobId: string, account: Address): Promise<TrackedJob> {
  const training = await findJob(db, jobId, 'train')
  if (training.developer === account) return training
  throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `The training ${jobId} belongs to another developer.`)
}
