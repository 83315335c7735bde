import { createReviewTest } from '@openledger/core/api/reviewTasks.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { beginTest } from '../../reviews/takeTest.ts'

/** POST /v1/datanets/{datanetId}/review/test: the test before the first task. */
export const handler = defineHandler(createReviewTest, async ({ account, params, deps }) =>
  beginTest(deps, params.datanetId, account),
)
