import { verifyAdapter } from '@openledger/core/api/adapters.ts'
import { storeDir } from '@openledger/engine/store/storeDir.ts'
import { verifyAdapter as verifyStored } from '@openledger/engine/store/verifyAdapter.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/adapters/{id}/verify: hashes its files again. Operator only: it reads all of them. */
export const handler = defineHandler(verifyAdapter, async ({ account, params, deps }) => {
  requireOperator(account, deps, 'has adapters verified')
  return verifyStored(storeDir(deps.models.modelsDir), params.id)
})
