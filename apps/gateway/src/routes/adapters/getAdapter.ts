import { getAdapter } from '@openledger/core/api/adapters.ts'
import { readAdapter } from '@openledger/engine/store/readAdapter.ts'
import { storeDir } from '@openledger/engine/store/storeDir.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/adapters/{id}: what is known of one adapter. Operator only. */
export const handler = defineHandler(getAdapter, async ({ account, params, deps }) => {
  requireOperator(account, deps, 'sees the adapter store')
  return readAdapter(storeDir(deps.models.modelsDir), params.id)
})
