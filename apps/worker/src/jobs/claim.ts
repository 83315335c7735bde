import { addressSchema } from '@openledger/core/primitives/address.ts'
import { z } from 'zod'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { relayClaim } from '../claim/relayClaim.ts'

/** Relays an account's claim on the last final epoch. */
export const job = toCatalogueJob({
  name: 'claim',
  schema: z.strictObject({ account: addressSchema }),
  timeoutSeconds: 120,
  retry: { limit: 3, delaySeconds: 2 },
  handler: async ({ account }, { deps }) => relayClaim(deps, account),
})
