import { deleteAdapter } from '@openledger/core/api/adapters.ts'
import { removeAdapter } from '@openledger/engine/store/removeAdapter.ts'
import { storeDir } from '@openledger/engine/store/storeDir.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** DELETE /v1/adapters/{id}: takes an adapter out of the store. Operator only. */
export const handler = defineHandler(deleteAdapter, async ({ account, params, deps }) => {
  requireOperator(account, deps, 'removes adapters')
  await removeAdapter(storeDir(deps.models.modelsDir), params.id)
  return { id: params.id, removed: true as const }
})
