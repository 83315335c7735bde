import { createReviewAnswers } from '@openledger/core/api/reviewTasks.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { answerTasks } from '../../reviews/answerTasks.ts'

/** POST /v1/datanets/{datanetId}/review/answers: one answer or many, each taken or refused for itself. */
export const handler = defineHandler(createReviewAnswers, async ({ account, params: { datanetId }, body, deps }) => ({
  data: await answerTasks(deps, datanetId, account, body.answers),
}))
