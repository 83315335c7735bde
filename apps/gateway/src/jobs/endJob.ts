import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, eq, inArray, isNull, ne, or, type SQL } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import type { TrackedJob } from './trackedJobs.ts'

/** Statuses in which a job waits for nobody but its developer. */
const WAITING = ['queued'] as const
const RESTING = ['stopped', 'failed'] as const

/**
 * Stops a job: one that waits at once, one that runs by telling the worker. What it has so far is kept.
 * @returns the job as it is then
 * @throws JOB_STATE_OTHER when it is at rest, or is being ended already
 */
export async function stopJob(db: Database, { jobId }: TrackedJob): Promise<TrackedJob> {
  return db.transaction(async (transaction) => {
    const stopped = await change(transaction, jobId, inArray(trainingJobs.status, [...WAITING]), { status: 'stopped' })
    if (stopped !== undefined) return told(transaction, stopped, 'stopped')
    const isFree = and(eq(trainingJobs.status, 'running'), isNull(trainingJobs.asked))
    const asked = await change(transaction, jobId, isFree, { asked: 'stop' })
    if (asked !== undefined) return told(transaction, asked, 'stopping')
    return refuse(transaction, jobId, 'to be stopped it must wait or run')
  })
}

/**
 * Ends a job for good: one that does nothing at once, one that runs by telling the worker, which also removes what it left.
 * @returns the job as it is then
 * @throws JOB_STATE_OTHER when it has ended, or is being cancelled already
 */
export async function cancelJob({ db, jobs }: Pick<GatewayDeps, 'db' | 'jobs'>, { jobId, kind }: TrackedJob) {
  const job = await db.transaction(async (transaction) => {
    const idle = inArray(trainingJobs.status, [...WAITING, 'stopped'])
    const cancelled = await change(transaction, jobId, idle, { status: 'cancelled' })
    if (cancelled !== undefined) return told(transaction, cancelled, 'cancelled')
    const isFree = and(
      eq(trainingJobs.status, 'running'),
      or(isNull(trainingJobs.asked), ne(trainingJobs.asked, 'cancel')),
    )
    const asked = await change(transaction, jobId, isFree, { asked: 'cancel' })
    if (asked !== undefined) return told(transaction, asked, 'cancelling')
    return refuse(transaction, jobId, 'to be cancelled it must not have ended')
  })
  // The worker finds it cancelled, and removes its files.
  if (job.status === 'cancelled') await jobs.enqueue(kind, { jobId })
  return job
}

/**
 * Goes on with a job that was stopped or failed, from what it has kept.
 * @returns the job as it is then
 * @throws JOB_STATE_OTHER in every other state
 */
export async function resumeJob({ db, jobs }: Pick<GatewayDeps, 'db' | 'jobs'>, { jobId, kind }: TrackedJob) {
  const job = await db.transaction(async (transaction) => {
    const changed = { status: 'queued', asked: null, error: null } as const
    const resting = inArray(trainingJobs.status, [...RESTING])
    const queued = await change(transaction, jobId, resting, changed)
    if (queued !== undefined) return told(transaction, queued, 'resuming')
    return refuse(transaction, jobId, 'to be resumed it must be stopped or have failed')
  })
  // A kill before this line: the worker's next start finds the row waiting. Its own number in the queue is used up.
  await jobs.enqueue(kind, { jobId })
  return job
}

type Changed = { status?: TrackedJob['status']; asked?: TrackedJob['asked']; error?: null }

/** Changes a job's row if it is still as it must be: of two at once one succeeds. */
async function change(
  db: Database,
  jobId: string,
  condition: SQL | undefined,
  values: Changed,
): Promise<TrackedJob | undefined> {
  const [row] = await db
    .update(trainingJobs)
    .set({ ...values, updatedAt: new Date() })
    .where(and(eq(trainingJobs.jobId, jobId), condition))
    .returning()
  return row
}

async function told(db: Database, job: TrackedJob, type: string): Promise<TrackedJob> {
  await appendJobEvent(db, job.jobId, { type })
  return job
}

async function refuse(db: Database, jobId: string, what: string): Promise<never> {
  const [row] = await db
    .select({ status: trainingJobs.status, asked: trainingJobs.asked })
    .from(trainingJobs)
    .where(eq(trainingJobs.jobId, jobId))
  const is = row?.asked == null ? row?.status : `${row.status} and told to ${row.asked}`
  throw new OpenLedgerError(gatewayErrors.JOB_STATE_OTHER, `The job ${jobId} is ${is}; ${what}.`)
}
