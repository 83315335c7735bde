import type { JobStatus } from '@openledger/core/api/jobs.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { TrackedJob } from './trackedJobs.ts'

/** Which of an account's trainings are asked for. */
export type TrainingsQuery = {
  readonly status?: JobStatus | undefined
  readonly limit: number
  /** Those behind this one. */
  readonly after?: string | undefined
}

/**
 * An account's trainings, newest first. Behind a job that is not the account's own, or none, there is nothing.
 * @returns at most `limit`, and whether there are more
 */
export async function listTrainings(
  db: Database,
  account: Address,
  { status, limit, after }: TrainingsQuery,
): Promise<{ readonly jobs: TrackedJob[]; readonly more: boolean }> {
  const place = sql`(SELECT created_at, job_id FROM training_jobs WHERE job_id = ${after ?? null}::uuid AND developer = ${account})`
  const rows = await db
    .select()
    .from(trainingJobs)
    .where(
      and(
        eq(trainingJobs.developer, account),
        eq(trainingJobs.kind, 'train'),
        status && eq(trainingJobs.status, status),
        after === undefined ? undefined : sql`(${trainingJobs.createdAt}, ${trainingJobs.jobId}) < ${place}`,
      ),
    )
    .orderBy(desc(trainingJobs.createdAt), desc(trainingJobs.jobId))
    .limit(limit + 1)
  return { jobs: rows.slice(0, limit), more: rows.length > limit }
}
