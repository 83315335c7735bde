import { createReviewTestAnswers } from '@openledger/core/api/reviewTasks.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { endTest } from '../../reviews/takeTest.ts'

/** POST /v1/datanets/{datanetId}/review/test/answers: passed, or when it may be tried again. */
export const handler = defineHandler(createReviewTestAnswers, async ({ account, params, body, deps }) =>
  endTest(deps, params.datanetId, account, body),
)
