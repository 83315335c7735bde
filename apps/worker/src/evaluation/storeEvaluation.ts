import type { EvaluationReport } from '@openledger/core/api/evaluations.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { evaluationPlace } from '@openledger/db/json/evaluationTexts.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { evaluations } from '@openledger/db/schema/evaluations.ts'
import { eq } from 'drizzle-orm'
import type { TrackedJob } from '../tracked/runTrackedJob.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import type { ModelVerdict } from './judgePairs.ts'
import type { Answered } from './measureAnswers.ts'

/** Rows written at once: each has some twenty values, and a statement takes 65,535. */
const CHUNK = 500

/** Keeps report and answers, in place of what a killed run of the same job left. */
export async function storeEvaluation(
  { db, contents }: Pick<WorkerDeps, 'db' | 'contents'>,
  { jobId, developer }: TrackedJob,
  trainingId: string,
  report: EvaluationReport,
  answered: readonly Answered[],
  verdicts: ReadonlyMap<number, ModelVerdict>,
): Promise<void> {
  const rows = answered.map(({ question, copy, texts, ...of }, place) => ({
    jobId,
    place,
    group: question.group,
    question: hashText(JSON.stringify([question.prompts, question.answer])),
    commitment: question.record?.commitment ?? null,
    datanetId: question.record?.datanetId ?? null,
    copyOf: copy?.commitment ?? null,
    similarity: copy?.similarity ?? null,
    wordings: of.wordings,
    tokens: of.tokens,
    baseRight: of.base.right,
    adapterRight: of.adapter.right,
    baseF1: of.base.f1,
    adapterF1: of.adapter.f1,
    baseNats: of.base.nats,
    adapterNats: of.adapter.nats,
    modelVerdict: verdicts.get(place) ?? null,
    differs: of.differs,
    texts: contents.seal(evaluationPlace(jobId, place), texts),
  }))
  await db.transaction(async (transaction) => {
    await transaction.delete(evaluationAnswers).where(eq(evaluationAnswers.jobId, jobId))
    await transaction.delete(evaluations).where(eq(evaluations.jobId, jobId))
    await transaction.insert(evaluations).values({ jobId, trainingId, developer, report })
    for (let start = 0; start < rows.length; start += CHUNK)
      await transaction.insert(evaluationAnswers).values(rows.slice(start, start + CHUNK))
  })
}
