import { randomUUID } from 'node:crypto'
import { type Job, jobErrorSchema } from '@openledger/core/api/jobs.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'

/** A job that somebody asked for. */
export type TrackedJob = typeof trainingJobs.$inferSelect

const epochRequestSchema = z.object({ epoch: z.int() })

/** What the worker's queue is given for a tracked job. */
function queueData(job: Pick<TrackedJob, 'jobId' | 'kind' | 'request'>): object {
  return job.kind === 'epoch'
    ? { jobId: job.jobId, epoch: epochRequestSchema.parse(job.request).epoch }
    : { jobId: job.jobId }
}

/**
 * Keeps a job and hands it to the worker. Its row comes first: a job that a kill kept from the queue is handed over at
 * the next start by {@link enqueueWaiting}.
 *
 * @returns the job's id
 */
export async function startJob(
  deps: Pick<GatewayDeps, 'db' | 'jobs'>,
  job: {
    readonly kind: TrackedJob['kind']
    readonly developer: Address
    readonly name: string
    readonly request: object
  },
): Promise<string> {
  const row = { ...job, jobId: randomUUID() }
  await deps.db.insert(trainingJobs).values(row)
  await deps.jobs.enqueue(row.kind, queueData(row), { id: row.jobId })
  return row.jobId
}

/** Hands every waiting job to the worker's queue; those that are in it already stay once. Run when the worker has started. */
export async function enqueueWaiting(deps: Pick<GatewayDeps, 'db' | 'jobs'>): Promise<number> {
  const waiting = await deps.db
    .select()
    .from(trainingJobs)
    .where(eq(trainingJobs.status, 'queued'))
    .orderBy(asc(trainingJobs.createdAt))
  for (const job of waiting) await deps.jobs.enqueue(job.kind, queueData(job), { id: job.jobId })
  return waiting.length
}

/** @throws JOB_NOT_FOUND */
export async function findJob(db: Database, jobId: string, kind?: TrackedJob['kind']): Promise<TrackedJob> {
  const [job] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
  if (job === undefined || (kind !== undefined && job.kind !== kind)) {
    throw new OpenLedgerError(gatewayErrors.JOB_NOT_FOUND, `There is no job ${jobId} of this kind.`)
  }
  return job
}

/** A job as the API shows it. */
export function toApiJob(job: TrackedJob): Job {
  return {
    jobId: job.jobId,
    kind: job.kind,
    status: job.status,
    createdAt: Math.floor(job.createdAt.getTime() / 1000),
    updatedAt: Math.floor(job.updatedAt.getTime() / 1000),
    result: job.result ?? null,
    error: job.error === null ? null : jobErrorSchema.parse(job.error),
  }
}
