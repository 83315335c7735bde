import { z } from 'zod'
import { addAdapter } from '../adapters/addAdapter.ts'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'

/** Takes the adapter that a row in training_jobs names into the store. */
export const job = toCatalogueJob({
  name: 'adapter',
  schema: z.strictObject({ jobId: z.uuid() }),
  timeoutSeconds: 3 * 3600,
  retry: { limit: 1, delaySeconds: 2 },
  handler: async ({ jobId }, context) => runTrackedJob(jobId, context, async (row) => addAdapter(row, context)),
})
