import { deleteReviewQuestion } from '@openledger/core/api/reviewQuestions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'
import { retireQuestion } from '../../reviews/questions.ts'

/** DELETE /v1/datanets/{datanetId}/review/questions/{questionId}: it is asked no longer. */
export const handler = defineHandler(deleteReviewQuestion, async ({ account, params, deps }) => {
  await requireOwner(deps.db, params.datanetId, account)
  await retireQuestion(deps, params.datanetId, params.questionId)
  return { deleted: true as const }
})
