import { createReviewQuestions } from '@openledger/core/api/reviewQuestions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'
import { addQuestions } from '../../reviews/questions.ts'

/** POST /v1/datanets/{datanetId}/review/questions: more golden questions; all of them or none. */
export const handler = defineHandler(
  createReviewQuestions,
  async ({ account, params: { datanetId }, body, deps }) => {
    await requireOwner(deps.db, datanetId, account)
    return { added: await addQuestions(deps, datanetId, body.questions) }
  },
  { bodyBytesMax: 4 * 1024 * 1024 },
)
