import { join } from 'node:path'
import { createEvaluationRequestSchema, type EvaluationResult } from '@openledger/core/api/evaluations.ts'
import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { gatherRecords } from '../training/gatherRecords.ts'
import { askModels } from './askModels.ts'
import { type EvaluatedTraining, evaluatedTraining, recordsTrainedOn } from './evaluatedTraining.ts'
import { findCopies } from './findCopies.ts'
import { judgePairs, type ModelVerdict } from './judgePairs.ts'
import { makeReport } from './makeReport.ts'
import { type Answered, countGroups, measureAnswers } from './measureAnswers.ts'
import { questionsOf } from './questionsOf.ts'
import { storeEvaluation } from './storeEvaluation.ts'

/**
 * Asks base and adapter every question, measures both, finds questions that training records nearly repeat, and has a
 * model judge the pairs where that was asked for. Report and answers are kept for the developer; the job's own result,
 * which anybody may read, has counts alone.
 *
 * @throws EVALUATE_*, TRAIN_*, TRAINER_*, ENGINE_*
 */
export async function evaluateAdapter(job: TrackedJob, context: JobContext): Promise<TrackedResult> {
  const { deps } = context
  const request = createEvaluationRequestSchema.parse(job.request)
  const { modelJobId, seed = 0 } = request
  const training = await evaluatedTraining(deps, modelJobId)
  const { adapter } = training
  const judge = await judgeOf(job, context, request.judge)
  const trained = await recordsTrainedOn(deps, adapter)
  const questions = await questionsOf(deps, request, training.request, trained)
  const copies = findCopies(await trainedRecordsOf(context, training, trained), questions)
  const tell = async (stage: string, done: number, total: number) =>
    appendJobEvent(deps.db, job.jobId, { type: 'stage', ...{ stage, done, total } })
  const said = await askModels(context, join(deps.modelsDir, adapter.dir), questions, async ({ stage, done, total }) =>
    tell(stage, done, total),
  )
  const answered = measureAnswers(questions, said, copies)
  const verdicts = judge && (await judged(context, judge, answered, seed, tell))
  const report = makeReport(
    answered,
    { seed, adapterHash: adapter.adapterHash, baseHash: deps.baseModel.sha256 },
    judge && verdicts && { judge: judge.name, verdicts },
  )
  await storeEvaluation(deps, job, modelJobId, report, answered, verdicts ?? new Map())
  const result: EvaluationResult = { groups: countGroups(answered) }
  return { result }
}

type Judge = { readonly name: string; readonly adapters: readonly AdapterRef[] }

/** @throws EVALUATE_JUDGE_UNKNOWN for a training that is not the developer's own, or has given no adapter */
async function judgeOf(job: TrackedJob, { deps }: JobContext, asked: string | undefined): Promise<Judge | undefined> {
  if (asked === undefined) return undefined
  if (asked === 'base') return { name: deps.baseModel.id, adapters: [] }
  try {
    const { adapter } = await evaluatedTraining(deps, asked, job.developer)
    const path = join(deps.modelsDir, adapter.dir, 'adapter.gguf')
    return { name: asked, adapters: [{ id: adapter.adapterHash.slice(2), path, scale: 1 }] }
  } catch (cause) {
    throw new OpenLedgerError(workerErrors.EVALUATE_JUDGE_UNKNOWN, `The judge ${asked} is no training of yours.`, {
      cause,
    })
  }
}

async function trainedRecordsOf({ deps }: JobContext, { request }: EvaluatedTraining, trained: ReadonlySet<string>) {
  const { versions } = createTrainingJobRequestSchema.parse(request)
  const records = await gatherRecords(deps, versions)
  return records.filter(({ commitment }) => trained.has(commitment))
}

async function judged(
  { deps, signal }: JobContext,
  { adapters }: Judge,
  answered: readonly Answered[],
  seed: number,
  tell: (stage: string, done: number, total: number) => Promise<unknown>,
): Promise<ReadonlyMap<number, ModelVerdict>> {
  return judgePairs(deps.engine, { base: deps.baseModel.id, adapters }, answered, {
    seed,
    signal,
    // One event in twenty: a thousand would say no more.
    onDone: async (done, of) => (done % 20 === 0 || done === of ? tell('judge', done, of) : undefined),
  })
}
