import { getHistograms } from '@openledger/core/api/versions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { keptHistograms } from '../../versions/keptHistograms.ts'

/** GET /v1/datanets/{datanetId}/versions/{number}/histograms: how its records are spread. */
export const handler = defineHandler(getHistograms, async ({ params, deps }) => {
  const { root } = await findVersion(deps.db, params.datanetId, params.number)
  return keptHistograms(deps.db, root, { now_ms: deps.clock.now(), servesOld: true })
})
