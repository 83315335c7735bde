import { getDatanet } from '@openledger/core/api/datanets.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { toApiDatanets } from '../../contributions/toApiDatanets.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}: a Datanet with its versions, and how many records stand how. */
export const handler = defineHandler(getDatanet, async ({ params, deps }) => {
  const row = await findDatanet(deps.db, params.datanetId)
  const [datanet] = await toApiDatanets(deps.db, [row])
  if (datanet === undefined) throw new Error(`Datanet ${row.datanetId} was read and is gone`)
  return datanet
})
