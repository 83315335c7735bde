import { z } from 'zod'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { exportModel } from '../exports/exportModel.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'

/** Puts base and adapter of a training together, as a row in training_jobs asks. */
export const job = toCatalogueJob({
  name: 'export',
  schema: z.strictObject({ jobId: z.uuid() }),
  timeoutSeconds: 3600,
  retry: { limit: 1, delaySeconds: 2 },
  handler: async ({ jobId }, context) => runTrackedJob(jobId, context, exportModel),
})
