import { listChanges, recordsPageMax } from '@openledger/core/api/versions.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findVersion } from '../../versions/findVersion.ts'
import { readChanges } from '../../versions/readChanges.ts'

/** GET /v1/datanets/{datanetId}/versions/{number}/changes: record by record, what came and what went. */
export const handler = defineHandler(listChanges, async ({ params, query, deps }) => {
  const { datanetId } = params
  const to = await findVersion(deps.db, datanetId, params.number)
  const from =
    query.from === undefined
      ? to.previousRoot
      : query.from === 0
        ? ZERO_HEX32
        : (await findVersion(deps.db, datanetId, query.from)).root
  const page = { change: query.change, after: query.after, limit: recordsPageMax }
  return readChanges(deps.db, { from, to: to.root }, page)
})
