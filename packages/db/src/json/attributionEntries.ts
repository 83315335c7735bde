import { attributionLeafSchema, methodSchema } from '@openledger/core/leaves/attributionLeaf.ts'
import { z } from 'zod'

/**
 * What `attributions.entries` holds: the call's leaves without its id, ascending by commitment, method. Methods are the
 * protocol's numbers (1 influence, 2 citation, 3 flat); scores and weights are decimal strings.
 */
export const attributionEntriesSchema = z.array(
  attributionLeafSchema.omit({ callId: true, receipt: true }).extend({ method: methodSchema }),
)
export type AttributionEntries = z.output<typeof attributionEntriesSchema>
