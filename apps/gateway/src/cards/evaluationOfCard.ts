import type { CardEvaluation } from '@openledger/core/api/modelCard.ts'
import { countVerdicts } from '@openledger/core/evaluation/countVerdicts.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationJudgements } from '@openledger/db/schema/evaluationJudgements.ts'
import { eq } from 'drizzle-orm'
import { readReport, requestOf } from '../evaluations/findEvaluation.ts'
import { sourceOf } from '../evaluations/toApiEvaluation.ts'
import { findJob } from '../jobs/trackedJobs.ts'

/** Figures of an evaluation that its developer shows to everybody: no text, and no judge's account. */
export async function evaluationOfCard(db: Database, evaluationId: string): Promise<CardEvaluation | undefined> {
  const report = await readReport(db, evaluationId)
  if (report === undefined) return undefined
  const job = await findJob(db, evaluationId, 'evaluate')
  const verdicts = await db
    .select({ judge: evaluationJudgements.judge, verdict: evaluationJudgements.verdict })
    .from(evaluationJudgements)
    .where(eq(evaluationJudgements.jobId, evaluationId))
  const judges = new Set(verdicts.map(({ judge }) => judge)).size
  const { all, clean, copies, groups, judged } = report
  return {
    source: sourceOf(requestOf(job)),
    at: Math.floor(job.updatedAt.getTime() / 1000),
    ...{ all, clean, copies, groups, judged },
    people: judges === 0 ? null : { judges, ...countVerdicts(verdicts.map(({ verdict }) => verdict)) },
  }
}
