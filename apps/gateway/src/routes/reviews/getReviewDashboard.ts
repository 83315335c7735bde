import { getReviewDashboard } from '@openledger/core/api/reviews.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { changeReviews } from '../../reviews/changeReviews.ts'
import { dashboardOf } from '../../reviews/dashboardOf.ts'
import { openReviews } from '../../reviews/openReviews.ts'
import { requireDecider } from '../../reviews/peopleOf.ts'
import { sweepDatanet } from '../../reviews/sweepReviews.ts'

/** GET /v1/datanets/{datanetId}/review/dashboard: how the review goes, deadlines counted up to now. */
export const handler = defineHandler(getReviewDashboard, async ({ account, params: { datanetId }, deps }) => {
  await requireDecider(deps.db, datanetId, account)
  await changeReviews(deps, datanetId, async (context) => {
    await openReviews(context)
    await sweepDatanet(context)
  })
  return dashboardOf(deps.db, datanetId, Math.floor(deps.clock.now() / 1000))
})
