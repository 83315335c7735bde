import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, eq, inArray } from 'drizzle-orm'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import { type Asked, watchAsked } from './watchAsked.ts'

/** A job that somebody asked for through the API, as stored. */
export type TrackedJob = typeof trainingJobs.$inferSelect

/** What finishing a tracked job stores. */
export type TrackedResult = { readonly result: object; readonly manifestHash?: `0x${string}` }

/** What else a tracked job does. */
export type TrackedOptions = {
  /** Removes what a cancelled job has left; may run more than once. */
  readonly discard?: (job: TrackedJob) => Promise<void>
}

/**
 * Runs the work of a row in training_jobs and keeps the row's status, its result and its events in step.
 * A job that is at rest isn't run. One that is asked to stop or to be cancelled is ended within a second.
 *
 * @param work gets the row, and a context whose signal is aborted at that too; may run again after a kill.
 * @throws what `work` throws; the last failure is stored as the job's error first.
 */
export async function runTrackedJob(
  jobId: string,
  context: JobContext,
  work: (job: TrackedJob, context: JobContext) => Promise<TrackedResult>,
  { discard }: TrackedOptions = {},
): Promise<object | undefined> {
  const { db, logger } = context.deps
  const [job] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
  if (!job) throw new OpenLedgerError(workerErrors.WORKER_JOB_INVALID, `There is no job ${jobId}.`)
  if (isJobAtRest(job.status)) {
    if (job.status === 'cancelled') await discard?.(job)
    return undefined
  }
  // Only what still waits, or ran before a restart: it may have been stopped since it was read.
  const begun = await db
    .update(trainingJobs)
    .set({ status: 'running', updatedAt: new Date() })
    .where(and(eq(trainingJobs.jobId, jobId), inArray(trainingJobs.status, ['queued', 'running'])))
    .returning({ asked: trainingJobs.asked })
  const [{ asked: before } = {}] = begun
  if (begun.length === 0) return undefined
  if (before != null) return end(job, before)
  await appendJobEvent(db, jobId, { type: job.status === 'running' ? 'restarted' : 'started' })
  const watch = watchAsked(db, jobId, logger)
  try {
    const signal = AbortSignal.any([context.signal, watch.signal])
    const { result, manifestHash } = await work(job, { ...context, signal })
    await db.transaction(async (transaction) => {
      await appendJobEvent(transaction, jobId, { type: 'succeeded', ...{ result } })
      const ended = { status: 'succeeded' as const, result, error: null, asked: null, updatedAt: new Date() }
      await transaction
        .update(trainingJobs)
        .set({ ...ended, ...(manifestHash && { manifestHash }) })
        .where(eq(trainingJobs.jobId, jobId))
    })
    return result
  } catch (error) {
    const asked = watch.asked()
    // Whatever the work fell over: it was told to end. Unless the process ends: then it is ended at the next start.
    if (asked !== undefined && !isStop(context.signal)) return end(job, asked)
    const stopping = OpenLedgerError.find(error)?.code === workerErrors.WORKER_STOPPED.code
    if (!stopping && !context.signal.aborted) await storeFailure(context, jobId, error)
    if (!stopping && context.signal.aborted && !isStop(context.signal))
      await storeFailure(context, jobId, timeout(error))
    throw error
  } finally {
    watch.end()
  }

  async function end(row: TrackedJob, asked: Asked): Promise<undefined> {
    // A cancel that came after the stop stands.
    const status = await db.transaction(async (transaction) => {
      const [now] = await transaction
        .select({ asked: trainingJobs.asked })
        .from(trainingJobs)
        .where(eq(trainingJobs.jobId, jobId))
        .for('update')
      const ended = (now?.asked ?? asked) === 'cancel' ? ('cancelled' as const) : ('stopped' as const)
      await appendJobEvent(transaction, jobId, { type: ended })
      await transaction
        .update(trainingJobs)
        .set({ status: ended, asked: null, updatedAt: new Date() })
        .where(eq(trainingJobs.jobId, jobId))
      return ended
    })
    if (status === 'cancelled') await discard?.(row)
    return undefined
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
  const { db } = context.deps
  await appendJobEvent(db, jobId, { type: final ? 'failed' : 'retrying', ...{ error: stored } })
  if (!final) return
  await db
    .update(trainingJobs)
    .set({ status: 'failed', error: stored, asked: null, updatedAt: new Date() })
    .where(eq(trainingJobs.jobId, jobId))
}

function isStop(signal: AbortSignal): boolean {
  return OpenLedgerError.find(signal.reason)?.code === workerErrors.WORKER_STOPPED.code
}

function timeout(cause: unknown): OpenLedgerError {
  return new OpenLedgerError(workerErrors.WORKER_JOB_TIMEOUT, 'The job took longer than its time limit.', { cause })
}
