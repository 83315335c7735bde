import { getDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { readDatanetTexts } from '../../datanets/readDatanetTexts.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/description: what the Datanet says, from the chain and the DataStore. */
export const handler = defineHandler(getDatanetTexts, async ({ params, deps }) =>
  readDatanetTexts(deps, params.datanetId),
)
