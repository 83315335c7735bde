import { createReviewAppeal } from '@openledger/core/api/reviewDecisions.ts'
import { appealReview } from '@openledger/data/review/appealReview.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { changeReview } from '../../reviews/changeReview.ts'

/** POST /v1/datanets/{datanetId}/review/appeals: somebody else looks at a refusal again. */
export const handler = defineHandler(createReviewAppeal, async ({ account, params: { datanetId }, body, deps }) => {
  const { commitment, words } = body
  await changeReview(deps, datanetId, commitment, (review, { policy, people, now }) =>
    appealReview(review, policy, people, { account, words, now }),
  )
  return { stage: 'appealed' as const }
})
