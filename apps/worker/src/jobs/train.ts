import { z } from 'zod'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'
import { trainAdapter } from '../training/trainAdapter.ts'
import { forgetWork } from '../training/workFolder.ts'

/** Trains the adapter that a row in training_jobs asks for. */
export const job = toCatalogueJob({
  name: 'train',
  schema: z.strictObject({ jobId: z.uuid() }),
  timeoutSeconds: 6 * 3600,
  retry: { limit: 3, delaySeconds: 2 }, // it goes on from its last checkpoint
  handler: async ({ jobId }, context) =>
    runTrackedJob(jobId, context, trainAdapter, {
      discard: async () => forgetWork(context.deps.modelsDir, jobId),
    }),
})
