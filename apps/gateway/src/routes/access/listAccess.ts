import { listAccess } from '@openledger/core/api/access.ts'
import { readAccess } from '../../access/readAccess.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/datanets/{datanetId}/access: every request and grant for the owner; for anybody else its own. */
export const handler = defineHandler(listAccess, async ({ account, params, deps }) => {
  const { datanetId, owner } = await findDatanet(deps.db, params.datanetId)
  const only = account === owner ? undefined : account
  return { data: await readAccess(deps.db, datanetId, await deps.ledgerTime(), only) }
})
