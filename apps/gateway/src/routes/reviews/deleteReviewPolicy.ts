import { deleteReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { lockReviews } from '../../reviews/changeReviews.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'

/** DELETE /v1/datanets/{datanetId}/review/policy: the checks alone decide again; reviews that were given stay. */
export const handler = defineHandler(deleteReviewPolicy, async ({ account, params: { datanetId }, deps }) => {
  await requireOwner(deps.db, datanetId, account)
  await deps.db.transaction(async (transaction) => {
    await lockReviews(transaction, datanetId)
    await transaction.delete(reviewPolicies).where(eq(reviewPolicies.datanetId, datanetId))
  })
  return { deleted: true as const }
})
