import { createReviewTasks } from '@openledger/core/api/reviewTasks.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { leaseTasks } from '../../reviews/leaseTasks.ts'
import { listTasks } from '../../reviews/listTasks.ts'

/** POST /v1/datanets/{datanetId}/review/tasks: more to answer, up to a number; asked again, the same. */
export const handler = defineHandler(createReviewTasks, async ({ account, params: { datanetId }, body, deps }) => {
  await leaseTasks(deps, datanetId, account, body.upTo)
  return { data: await listTasks(deps, datanetId, account) }
})
