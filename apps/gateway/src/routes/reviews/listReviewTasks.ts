import { listReviewTasks } from '@openledger/core/api/reviewTasks.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listTasks } from '../../reviews/listTasks.ts'

/** GET /v1/datanets/{datanetId}/review/tasks: what the caller has to answer. */
export const handler = defineHandler(listReviewTasks, async ({ account, params, deps }) => ({
  data: await listTasks(deps, params.datanetId, account),
}))
