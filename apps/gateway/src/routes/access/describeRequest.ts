import { describeRequest } from '@openledger/core/api/access.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { accessRequests } from '@openledger/db/schema/accessRequests.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/**
 * PUT /v1/datanets/{datanetId}/access/request: words for the owner. They count with the request on chain that carries their
 * hash, and not without one.
 */
export const handler = defineHandler(describeRequest, async ({ account, params, body, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  const said = { words: body.words, termsHash: hashText(body.words) }
  await deps.db
    .insert(accessRequests)
    .values({ datanetId, developer: account, ...said })
    .onConflictDoUpdate({ target: [accessRequests.datanetId, accessRequests.developer], set: said })
  return { termsHash: said.termsHash }
})
