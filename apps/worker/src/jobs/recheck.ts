import { hash32Schema } from '@openledger/core/api/primitives.ts'
import { z } from 'zod'
import { recheckCall } from '../attribution/recheckCall.ts'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { runTrackedJob } from '../tracked/runTrackedJob.ts'

const requestSchema = z.object({ callId: hash32Schema })

/** Attributes the call that a row in training_jobs names again, and says whether the same integers come out. */
export const job = toCatalogueJob({
  name: 'recheck',
  schema: z.strictObject({ jobId: z.uuid() }),
  timeoutSeconds: 3600,
  retry: { limit: 1, delaySeconds: 2 },
  handler: async ({ jobId }, context) =>
    runTrackedJob(jobId, context, async ({ request }) => ({
      result: await recheckCall(context.deps, requestSchema.parse(request).callId, context.signal),
    })),
})
