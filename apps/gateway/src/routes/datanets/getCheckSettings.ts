import { getCheckSettings } from '@openledger/core/api/checks.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { readChecks } from '../../contributions/readChecks.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/checks: what a Datanet asks of its records. */
export const handler = defineHandler(getCheckSettings, async ({ params, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  return readChecks(deps.db, datanetId)
})
