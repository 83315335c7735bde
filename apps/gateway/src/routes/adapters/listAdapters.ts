import { listAdapters } from '@openledger/core/api/adapters.ts'
import { listAdapters as listStored } from '@openledger/engine/store/listAdapters.ts'
import { storeDir } from '@openledger/engine/store/storeDir.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/adapters: what is in the store. Operator only: sources may name folders of the node's machine. */
export const handler = defineHandler(listAdapters, async ({ account, deps }) => {
  requireOperator(account, deps, 'sees the adapter store')
  const { adapters, damaged } = await listStored(storeDir(deps.models.modelsDir))
  return { data: [...adapters], damaged: [...damaged] }
})
