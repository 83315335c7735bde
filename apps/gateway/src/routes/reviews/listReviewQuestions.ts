import { listReviewQuestions } from '@openledger/core/api/reviewQuestions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'
import { readQuestions } from '../../reviews/questions.ts'

/** GET /v1/datanets/{datanetId}/review/questions: the golden questions, for the owner alone. */
export const handler = defineHandler(listReviewQuestions, async ({ account, params: { datanetId }, deps }) => {
  await requireOwner(deps.db, datanetId, account)
  return { data: await readQuestions(deps.db, datanetId) }
})
