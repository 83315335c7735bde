import { putReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { changeReviews } from '../../reviews/changeReviews.ts'
import { openReviews } from '../../reviews/openReviews.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'
import { sweepDatanet } from '../../reviews/sweepReviews.ts'

/** PUT /v1/datanets/{datanetId}/review/policy: from now on records need reviews, those that are there too. */
export const handler = defineHandler(putReviewPolicy, async ({ account, params, body, deps }) => {
  const { datanetId } = params
  await requireOwner(deps.db, datanetId, account)
  const values = { policy: body, updatedAt: new Date(deps.clock.now()) }
  await deps.db
    .insert(reviewPolicies)
    .values({ datanetId, ...values })
    .onConflictDoUpdate({ target: reviewPolicies.datanetId, set: values })
  await changeReviews(deps, datanetId, async (context) => {
    await openReviews(context)
    await sweepDatanet(context)
  })
  return body
})
