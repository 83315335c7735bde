import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { findOwnJob } from '../jobs/findOwnJob.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { trainingIdOf } from './toFineTuningJob.ts'

/** The own training behind a fine-tuning job's id. @throws JOB_NOT_FOUND, AUTH_FORBIDDEN */
export async function findFineTuning(db: Database, account: Address, id: string): Promise<TrackedJob> {
  return findOwnJob(db, account, trainingIdOf(id), 'train')
}
