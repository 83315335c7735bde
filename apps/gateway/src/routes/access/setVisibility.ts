import { setVisibility } from '@openledger/core/api/access.ts'
import { lockDatanet } from '../../contributions/lockDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwned } from '../../reading/findOwned.ts'
import { readingOf } from '../../reading/readingOf.ts'
import { storeVisibility } from '../../reading/storeVisibility.ts'
import { toApiReading } from '../../reading/toApiReading.ts'

/** PUT /v1/datanets/{datanetId}/visibility: the owner opens the contents to everybody, where the licences allow it, or closes them. */
export const handler = defineHandler(setVisibility, async ({ account, params, body, deps }) => {
  const datanet = await deps.db.transaction(async (transaction) => {
    await lockDatanet(transaction, params.datanetId)
    const found = await findOwned(transaction, params.datanetId, account)
    await storeVisibility(transaction, found, body.visibility)
    return found
  })
  return toApiReading(await readingOf(deps, datanet, account))
})
