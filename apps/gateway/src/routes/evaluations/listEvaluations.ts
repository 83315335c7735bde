import { listEvaluations } from '@openledger/core/api/evaluations.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, desc, eq, sql } from 'drizzle-orm'
import { toApiEvaluation } from '../../evaluations/toApiEvaluation.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** Evaluations that a list has where nothing else is asked for. */
const LIMIT = 50

/** GET /v1/evaluations: the caller's own, newest first. */
export const handler = defineHandler(listEvaluations, async ({ account, query, deps }) => {
  const { job, name, limit = LIMIT } = query
  const jobs = await deps.db
    .select()
    .from(trainingJobs)
    .where(
      and(
        eq(trainingJobs.kind, 'evaluate'),
        eq(trainingJobs.developer, account),
        job === undefined ? undefined : sql`${trainingJobs.request}->>'modelJobId' = ${job}`,
        name === undefined ? undefined : eq(trainingJobs.name, name),
      ),
    )
    .orderBy(desc(trainingJobs.createdAt), desc(trainingJobs.jobId))
    .limit(limit)
  return { data: await Promise.all(jobs.map(async (one) => toApiEvaluation(deps.db, one))) }
})
