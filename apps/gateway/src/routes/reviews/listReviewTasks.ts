import { listReviewTasks } from '@openledger/core/api/reviewTasks.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listTasks } from '../../reviews/listTasks.ts'

/** GET /v1/datanets/{datanetId}/review/tasks: what the caller has to answer. */
export const handler = defineHandler(listReviewTasks, async ({ account, params, deps }) => {
  const { datanetId } = await findDatanet(deps.db, params.datanetId)
  return { data: await listTasks(deps, datanetId, account) }
})
