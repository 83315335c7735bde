import type { Evaluation, EvaluationVerdicts } from '@openledger/core/api/evaluations.ts'
import { jobErrorSchema } from '@openledger/core/api/jobs.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { countVerdicts } from '@openledger/core/evaluation/countVerdicts.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationJudgements } from '@openledger/db/schema/evaluationJudgements.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { readReport, requestOf } from './findEvaluation.ts'
import { readJudges } from './judges.ts'

/** An evaluation as its developer sees it. */
export async function toApiEvaluation(db: Database, job: TrackedJob): Promise<Evaluation> {
  const request = requestOf(job)
  return {
    evaluationId: job.jobId,
    trainingId: request.modelJobId,
    name: job.name,
    status: job.status,
    createdAt: Math.floor(job.createdAt.getTime() / 1000),
    updatedAt: Math.floor(job.updatedAt.getTime() / 1000),
    error: job.error === null ? null : jobErrorSchema.parse(job.error),
    source: sourceOf(request),
    progress: job.status === 'running' ? await readProgress(db, job.jobId) : null,
    report: job.status === 'succeeded' ? ((await readReport(db, job.jobId)) ?? null) : null,
    people: await readPeople(db, job.jobId),
    judges: await readJudges(db, job.jobId),
  }
}

const stageSchema = z.object({ type: z.literal('stage'), stage: z.string(), done: z.int(), total: z.int() })

async function readProgress(db: Database, jobId: string): Promise<Evaluation['progress']> {
  const [last] = await db
    .select({ event: jobEvents.event })
    .from(jobEvents)
    .where(eq(jobEvents.jobId, jobId))
    .orderBy(desc(jobEvents.sequence))
    .limit(1)
  const stage = stageSchema.safeParse(last?.event)
  if (!stage.success) return null
  const { type: _, ...progress } = stage.data
  return progress
}

/** What was asked. */
export function sourceOf({ questions, version }: ReturnType<typeof requestOf>): Evaluation['source'] {
  if (questions !== undefined) return { kind: 'questions', count: questions.length }
  return version === undefined ? { kind: 'heldOut' } : { kind: 'version', root: version }
}

/** Verdicts of people, by who gave them. */
export async function readPeople(
  db: Database,
  evaluationId: string,
): Promise<(EvaluationVerdicts & { readonly judge: Address })[]> {
  const rows = await db
    .select({ judge: evaluationJudgements.judge, verdict: evaluationJudgements.verdict })
    .from(evaluationJudgements)
    .where(eq(evaluationJudgements.jobId, evaluationId))
    .orderBy(asc(evaluationJudgements.judge))
  return [...Map.groupBy(rows, ({ judge }) => judge)].map(([judge, given]) => ({
    judge,
    ...countVerdicts(given.map(({ verdict }) => verdict)),
  }))
}
