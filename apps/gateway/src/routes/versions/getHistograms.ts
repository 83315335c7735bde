import { getHistograms, histogramsSchema } from '@openledger/core/api/versions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { countHistograms } from '../../versions/countHistograms.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { keptFacts } from '../../versions/keptFacts.ts'

/** How old histograms may be: what records have earned grows with each epoch, the rest hardly changes. */
const MAX_AGE_MS = 600_000

/** GET /v1/datanets/{datanetId}/versions/{number}/histograms: how its records are spread. */
export const handler = defineHandler(getHistograms, async ({ params, deps }) => {
  const { root } = await findVersion(deps.db, params.datanetId, params.number)
  const now_ms = deps.clock.now()
  return keptFacts(deps.db, {
    root,
    name: 'histograms',
    schema: histogramsSchema,
    maxAge_ms: MAX_AGE_MS,
    now_ms,
    count: () => countHistograms(deps.db, root, Math.floor(now_ms / 1000)),
  })
})
