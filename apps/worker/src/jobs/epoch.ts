import { z } from 'zod'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { runEpochJob } from '../epoch/runEpochJob.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'

/** Closes an epoch and takes it to its post. Without a job's id it goes on with one whose job has ended. */
export const job = toCatalogueJob({
  name: 'epoch',
  schema: z.strictObject({ jobId: z.uuid().optional(), epoch: z.int().min(1) }),
  timeoutSeconds: 3600,
  retry: { limit: 5, delaySeconds: 3 },
  handler: async ({ jobId, epoch }, context) => {
    const number = BigInt(epoch)
    if (jobId === undefined) return (await runEpochJob(undefined, number, context)).result
    return runTrackedJob(jobId, context, async () => runEpochJob(jobId, number, context))
  },
})
