import { jobErrorSchema } from '@openledger/core/api/jobs.ts'
import type { Operator } from '@openledger/core/api/operator.ts'
import type { Database } from '@openledger/db/database.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, count, desc } from 'drizzle-orm'

/** Jobs that are shown one by one. */
const RECENT = 25

/** Jobs that somebody asked for: how many there are of each kind and state, and the newest. */
export async function readJobs(db: Database): Promise<Operator['jobs']> {
  const { kind, status } = trainingJobs
  const counts = await db
    .select({ kind, status, count: count() })
    .from(trainingJobs)
    .groupBy(kind, status)
    .orderBy(asc(kind), asc(status))
  const recent = await db
    .select()
    .from(trainingJobs)
    .orderBy(desc(trainingJobs.createdAt), desc(trainingJobs.jobId))
    .limit(RECENT)
  return {
    counts,
    recent: recent.map((job) => ({
      jobId: job.jobId,
      kind: job.kind,
      name: job.name,
      developer: job.developer,
      status: job.status,
      createdAt: Math.floor(job.createdAt.getTime() / 1_000),
      updatedAt: Math.floor(job.updatedAt.getTime() / 1_000),
      error: jobErrorSchema.safeParse(job.error).data?.code ?? null,
    })),
  }
}
