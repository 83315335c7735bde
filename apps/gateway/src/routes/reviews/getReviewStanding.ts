import { getReviewStanding } from '@openledger/core/api/reviews.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { standingOf } from '../../reviews/standingOf.ts'

/** GET /v1/datanets/{datanetId}/review/standing: what the caller may do and has earned. */
export const handler = defineHandler(getReviewStanding, async ({ account, params, deps }) =>
  standingOf(deps, params.datanetId, account),
)
