import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEvaluationRequestSchema, type EvaluationResult } from '@openledger/core/api/evaluations.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, eq } from 'drizzle-orm'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import { type AdapterRow, adapterOfManifest } from '../training/adapterRows.ts'

/**
 * Asks base and adapter every wording of every question, greedily, and counts the right answers by group.
 *
 * @throws EVALUATE_MODEL_UNKNOWN, TRAINER_*
 */
export async function evaluateAdapter(job: TrackedJob, context: JobContext): Promise<TrackedResult> {
  const { deps, signal } = context
  const { modelJobId, questions } = createEvaluationRequestSchema.parse(job.request)
  const adapter = await adapterOfJob(context, modelJobId)
  const folder = await mkdtemp(join(tmpdir(), 'openledger-questions-'))
  try {
    const groups = [...new Set(questions.map(({ group }) => group))]
    const files: Record<string, string> = {}
    for (const [place, group] of groups.entries()) {
      const lines = questions.filter((question) => question.group === group)
      files[group] = join(folder, `${place}.jsonl`)
      await writeFile(
        files[group],
        lines.map(({ prompts, answer }) => `${JSON.stringify({ prompts, answer })}\n`).join(''),
      )
    }
    const { evaluations } = await runTrainerJob(
      {
        kind: 'evaluate',
        baseGguf: deps.baseModel.file,
        adapterDir: join(deps.modelsDir, adapter.dir),
        questions: files,
        threads: deps.trainer.threads,
      },
      {
        trainer: deps.trainer,
        signal,
        logger: deps.logger,
        onEvent: async (event) => {
          if (event.type === 'stage') await appendJobEvent(deps.db, job.jobId, event)
        },
      },
    )
    const of = (model: 'base' | 'adapter', group: string) =>
      evaluations.find((evaluation) => evaluation.model === model && evaluation.questions === group)
    const result: EvaluationResult = {
      groups: groups.map((group) => ({
        group,
        asked: of('base', group)?.asked ?? 0,
        baseRight: of('base', group)?.right ?? 0,
        adapterRight: of('adapter', group)?.right ?? 0,
      })),
    }
    return { result }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function adapterOfJob({ deps }: JobContext, jobId: string): Promise<AdapterRow> {
  const [trained] = await deps.db
    .select({ manifestHash: trainingJobs.manifestHash })
    .from(trainingJobs)
    .where(and(eq(trainingJobs.jobId, jobId), eq(trainingJobs.kind, 'train'), eq(trainingJobs.status, 'succeeded')))
  const adapter = trained?.manifestHash ? await adapterOfManifest(deps.db, trained.manifestHash) : undefined
  if (adapter) return adapter
  throw new OpenLedgerError(workerErrors.EVALUATE_MODEL_UNKNOWN, `No training ${jobId} has succeeded here.`)
}
