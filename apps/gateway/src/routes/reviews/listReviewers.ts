import { listReviewers } from '@openledger/core/api/reviewPolicy.ts'
import { reviewers } from '@openledger/db/schema/reviewers.ts'
import { asc, eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { requireOwner } from '../../reviews/peopleOf.ts'

/** GET /v1/datanets/{datanetId}/review/reviewers: the list, for the owner. */
export const handler = defineHandler(listReviewers, async ({ account, params: { datanetId }, deps }) => {
  await requireOwner(deps.db, datanetId, account)
  const rows = await deps.db
    .select({ account: reviewers.account })
    .from(reviewers)
    .where(eq(reviewers.datanetId, datanetId))
    .orderBy(asc(reviewers.account))
  return { accounts: rows.map((row) => row.account) }
})
