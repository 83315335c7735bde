import { listReviewCases } from '@openledger/core/api/reviewDecisions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listCases } from '../../reviews/listCases.ts'
import { requireDecider } from '../../reviews/peopleOf.ts'

/** GET /v1/datanets/{datanetId}/review/queue: what waits for the caller or another to decide. */
export const handler = defineHandler(listReviewCases, async ({ account, params: { datanetId }, query, deps }) => {
  await requireDecider(deps.db, datanetId, account)
  return listCases(deps, datanetId, account, query.limit)
})
