import { createReviewDecision } from '@openledger/core/api/reviewDecisions.ts'
import { decideReview } from '@openledger/data/review/decideReview.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { changeReview } from '../../reviews/changeReview.ts'
import { requireDecider } from '../../reviews/peopleOf.ts'

/** POST /v1/datanets/{datanetId}/review/decisions: an outcome where the reviews gave none, or an answer to an appeal. */
export const handler = defineHandler(createReviewDecision, async ({ account, params: { datanetId }, body, deps }) => {
  await requireDecider(deps.db, datanetId, account)
  const { commitment, decision } = body
  const { stage } = await changeReview(deps, datanetId, commitment, (review, { people, now }) =>
    decideReview(review, people, { account, decision, now }),
  )
  return { stage: stage === 'final' ? ('final' as const) : ('settled' as const) }
})
