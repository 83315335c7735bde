import { z } from 'zod'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { evaluateAdapter } from '../evaluation/evaluateAdapter.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'

/** Asks base and adapter the questions that a row in training_jobs holds. */
export const job = toCatalogueJob({
  name: 'evaluate',
  schema: z.strictObject({ jobId: z.uuid() }),
  timeoutSeconds: 2 * 3600,
  retry: { limit: 1, delaySeconds: 2 },
  handler: async ({ jobId }, context) => runTrackedJob(jobId, context, evaluateAdapter),
})
