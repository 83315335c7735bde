import { join } from 'node:path'
import { madeExportFormatSchema } from '@openledger/core/api/publishing.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { EXPORTS, exportDir } from '@openledger/db/training/exportDir.ts'
import { z } from 'zod'
import type { JobContext } from '../catalogue/defineJob.ts'
import { evaluatedTraining } from '../evaluation/evaluatedTraining.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import { forgetExports } from './forgetExports.ts'

const requestSchema = z.object({ trainingId: z.uuid(), format: madeExportFormatSchema })

/**
 * Puts base and adapter of a training together, as one model in a folder where the gateway finds it; old ones go first.
 *
 * @throws EVALUATE_MODEL_UNKNOWN, TRAINER_*
 */
export async function exportModel(job: TrackedJob, { deps, signal }: JobContext): Promise<TrackedResult> {
  const { trainingId, format } = requestSchema.parse(job.request)
  const { adapter } = await evaluatedTraining(deps, trainingId)
  await forgetExports(join(deps.modelsDir, EXPORTS), Date.now())
  const { files } = await runTrainerJob(
    {
      kind: 'export',
      baseGguf: deps.baseModel.file,
      adapterDir: join(deps.modelsDir, adapter.dir),
      format,
      outDir: join(deps.modelsDir, exportDir(adapter.manifestHash, format)),
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
  return { result: { format, files } }
}
