import { getChangelog } from '@openledger/core/api/versions.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readChangelog } from '../../versions/readChangelog.ts'

/** GET /v1/datanets/{datanetId}/changelog: what each version changed. */
export const handler = defineHandler(getChangelog, async ({ params, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  return { data: await readChangelog(deps.db, datanetId, deps.clock.now()) }
})
