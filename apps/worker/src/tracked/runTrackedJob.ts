import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq } from 'drizzle-orm'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import { appendJobEvent } from './appendJobEvent.ts'

/** A job that somebody asked for through the API, as stored. */
export type TrackedJob = typeof trainingJobs.$inferSelect

/** What finishing a tracked job stores. */
export type TrackedResult = { readonly result: object; readonly manifestHash?: `0x${string}` }

/**
 * Runs the work of a row in training_jobs and keeps the row's status, its result and its events in step.
 * A job that has already ended isn't run again.
 *
 * @param work gets the row; may run again from the start after a kill.
 * @throws what `work` throws; the last failure is stored as the job's error first.
 */
export async function runTrackedJob(
  jobId: string,
  context: JobContext,
  work: (job: TrackedJob) => Promise<TrackedResult>,
): Promise<object | undefined> {
  const { db } = context.deps
  const [job] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
  if (!job) throw new OpenLedgerError(workerErrors.WORKER_JOB_INVALID, `There is no job ${jobId}.`)
  if (job.status === 'succeeded' || job.status === 'failed' || job.status === 'cancelled') return undefined
  const again = job.status === 'running'
  await update(context, jobId, { status: 'running' })
  await appendJobEvent(db, jobId, { type: again ? 'restarted' : 'started' })
  try {
    const { result, manifestHash } = await work(job)
    await db.transaction(async (transaction) => {
      await appendJobEvent(transaction, jobId, { type: 'succeeded', ...{ result } })
      await transaction
        .update(trainingJobs)
        .set({ status: 'succeeded', result, error: null, updatedAt: new Date(), ...(manifestHash && { manifestHash }) })
        .where(eq(trainingJobs.jobId, jobId))
    })
    return result
  } catch (error) {
    const stopping = OpenLedgerError.find(error)?.code === workerErrors.WORKER_STOPPED.code
    if (!stopping && !context.signal.aborted) await storeFailure(context, jobId, error)
    if (!stopping && context.signal.aborted && !isStop(context.signal))
      await storeFailure(context, jobId, timeout(error))
    throw error
  }
}

async function storeFailure(context: JobContext, jobId: string, error: unknown): Promise<void> {
  const known = OpenLedgerError.find(error)
  const final = context.lastAttempt || (known !== undefined && known.status < 500)
  const stored = {
    code: known?.code ?? 'INTERNAL',
    message: known?.message ?? 'The job failed for a reason that has no code; the log says more.',
    hint: known?.hint ?? 'Read the node’s log and report the defect.',
  }
  await appendJobEvent(context.deps.db, jobId, { type: final ? 'failed' : 'retrying', ...{ error: stored } })
  if (final) await update(context, jobId, { status: 'failed', error: stored })
}

async function update(context: JobContext, jobId: string, values: Partial<TrackedJob>): Promise<void> {
  await context.deps.db
    .update(trainingJobs)
    .set({ ...values, updatedAt: new Date() })
    .where(eq(trainingJobs.jobId, jobId))
}

function isStop(signal: AbortSignal): boolean {
  return OpenLedgerError.find(signal.reason)?.code === workerErrors.WORKER_STOPPED.code
}

function timeout(cause: unknown): OpenLedgerError {
  return new OpenLedgerError(workerErrors.WORKER_JOB_TIMEOUT, 'The job took longer than its time limit.', { cause })
}
