import { putReviewers } from '@openledger/core/api/reviewPolicy.ts'
import { reviewers } from '@openledger/db/schema/reviewers.ts'
import { eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { lockReviews } from '../../reviews/changeReviews.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'

/** PUT /v1/datanets/{datanetId}/review/reviewers: the list as it is from now on. */
export const handler = defineHandler(putReviewers, async ({ account, params: { datanetId }, body, deps }) => {
  await requireOwner(deps.db, datanetId, account)
  const accounts = [...new Set(body.accounts)].sort()
  await deps.db.transaction(async (transaction) => {
    await lockReviews(transaction, datanetId)
    await transaction.delete(reviewers).where(eq(reviewers.datanetId, datanetId))
    if (accounts.length > 0)
      await transaction.insert(reviewers).values(accounts.map((one) => ({ datanetId, account: one })))
  })
  return { accounts }
})
