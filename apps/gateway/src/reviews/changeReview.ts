import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import type { Review } from '@openledger/data/review/review.ts'
import { sweepReview } from '@openledger/data/review/sweepReview.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { and, eq } from 'drizzle-orm'
import { changeReviews, type ReviewContext, type ReviewServices } from './changeReviews.ts'
import { readReviews } from './readReviews.ts'
import { saveReview } from './saveReview.ts'

/**
 * Changes the review of one record, after what its deadlines did to it by now.
 *
 * @throws DATANET_NOT_FOUND, REVIEW_NOT_SET, REVIEW_RECORD_NOT_FOUND, what `change` throws
 */
export async function changeReview(
  services: ReviewServices,
  datanetId: Hash32,
  commitment: Hash32,
  change: (review: Review, context: ReviewContext) => Review,
): Promise<Review> {
  return changeReviews(services, datanetId, async (context) => {
    const { db, policy, people, now } = context
    const here = await db.$count(reviews, and(eq(reviews.commitment, commitment), eq(reviews.datanetId, datanetId)))
    const [review] = here === 0 ? [] : await readReviews(db, [commitment])
    if (review === undefined)
      throw new OpenLedgerError(reviewErrors.REVIEW_RECORD_NOT_FOUND, `No record ${commitment} is reviewed here.`)
    const after = change(sweepReview(review, policy, people, now), context)
    await saveReview(db, datanetId, review, after, now)
    return after
  })
}
