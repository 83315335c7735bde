import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { gatewayErrors } from '../errors.ts'
import { findOwnJob } from '../jobs/findOwnJob.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { sequenceOf } from './toFineTuningEvent.ts'
import { trainingIdOf } from './toFineTuningJob.ts'

/** The own training behind a fine-tuning job's id. @throws JOB_NOT_FOUND, AUTH_FORBIDDEN */
export async function findFineTuning(db: Database, account: Address, id: string): Promise<TrackedJob> {
  return findOwnJob(db, account, trainingIdOf(id), 'train')
}

/** Where a page of events or checkpoints begins. @throws REQUEST_INVALID for an id that is none */
export function beforeOf(after: string | undefined): number | undefined {
  if (after === undefined) return undefined
  const sequence = sequenceOf(after)
  if (sequence === undefined)
    throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, 'In the query, after: not the id of an entry of this list.', {
      details: { param: 'after' },
    })
  return sequence
}
