import { getReview } from '@openledger/core/api/reviews.ts'
import { findDatanet } from '../../contributions/findDatanet.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { alphaOf } from '../../reviews/alphaOf.ts'
import { countReviews } from '../../reviews/countReviews.ts'
import { findPolicy } from '../../reviews/findPolicy.ts'
import { versionLabels } from '../../reviews/versionLabels.ts'

/** GET /v1/datanets/{datanetId}/review: policy, progress, agreement and golden versions, for everybody. */
export const handler = defineHandler(getReview, async ({ params, deps: { db } }) => {
  const { datanetId } = await findDatanet(db, params.datanetId)
  return {
    datanetId,
    policy: (await findPolicy(db, datanetId)) ?? null,
    records: await countReviews(db, datanetId),
    alpha: await alphaOf(db, datanetId),
    versions: await versionLabels(db, datanetId),
  }
})
