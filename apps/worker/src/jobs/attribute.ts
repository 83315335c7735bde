import { z } from 'zod'
import { attributeCalls } from '../attribution/attributeCalls.ts'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'

/** Attributes the settled calls that have no attribution yet. */
export const job = toCatalogueJob({
  name: 'attribute',
  schema: z.strictObject({}),
  timeoutSeconds: 3600,
  exclusive: true,
  retry: { limit: 3, delaySeconds: 5 },
  handler: async (_input, { deps, signal }) => ({ calls: await attributeCalls(deps, { signal }) }),
})
