import { listContributions as route } from '@openledger/core/api/contributions.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { listContributions } from '../../contributions/listContributions.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/contributions: what came, for the owner; what one brought, for everybody else. */
export const handler = defineHandler(route, async ({ account, params, query, deps }) => {
  const { datanetId, owner } = await findDatanet(deps.db, params.datanetId)
  return listContributions(deps.db, datanetId, {
    contributor: account === owner ? undefined : account,
    after: query.after,
  })
})
