import { listJudging } from '@openledger/core/api/evaluations.ts'
import { evaluationJudges } from '@openledger/db/schema/evaluationJudges.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, desc, eq } from 'drizzle-orm'
import { countPairs } from '../../evaluations/judgements.ts'
import { closedOf, readingsToJudge } from '../../evaluations/readingsToJudge.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** Evaluations that are listed at most. */
const LIMIT = 50

/** GET /v1/judging: where the caller was asked to judge. */
export const handler = defineHandler(listJudging, async ({ account, deps }) => {
  const rows = await deps.db
    .select({ job: trainingJobs, askedAt: evaluationJudges.createdAt })
    .from(evaluationJudges)
    .innerJoin(trainingJobs, eq(trainingJobs.jobId, evaluationJudges.jobId))
    .where(and(eq(evaluationJudges.judge, account), eq(trainingJobs.status, 'succeeded')))
    .orderBy(desc(evaluationJudges.createdAt), desc(trainingJobs.jobId))
    .limit(LIMIT)
  const data = await Promise.all(
    rows.map(async ({ job: { jobId, developer, name }, askedAt }) => {
      const closed = closedOf(await readingsToJudge(deps, jobId, account))
      const counts = await countPairs(deps.db, { evaluationId: jobId, judge: account, closed })
      return { evaluationId: jobId, developer, name, askedAt: Math.floor(askedAt.getTime() / 1000), ...counts }
    }),
  )
  return { data }
})
