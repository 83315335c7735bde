import { getCheckSettings } from '@openledger/core/api/checks.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { readCheckSettings } from '../../contributions/readCheckSettings.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/checks: what a Datanet asks of its records. */
export const handler = defineHandler(getCheckSettings, async ({ params, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  return (await readCheckSettings(deps.db, datanetId)).settings
})
