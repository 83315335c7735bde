import { listOwnReviews } from '@openledger/core/api/reviewDecisions.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { listOwn } from '../../reviews/listOwn.ts'

/** GET /v1/datanets/{datanetId}/review/records: how the caller's own records fare. */
export const handler = defineHandler(listOwnReviews, async ({ account, params, query, deps }) =>
  listOwn(deps, params.datanetId, account, query),
)
