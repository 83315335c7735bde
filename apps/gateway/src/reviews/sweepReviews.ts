import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import { sweepReview } from '@openledger/data/review/sweepReview.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, gte, inArray, isNotNull, lte, or } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import { changeReviews, type ReviewContext, type ReviewServices } from './changeReviews.ts'
import { openReviews } from './openReviews.ts'
import { readReviews, timeAt } from './readReviews.ts'
import { saveReview } from './saveReview.ts'

/** Reviews that one sweep of a Datanet looks at; what is left over comes with the next. */
const PORTION = 500

/** Opens what is new and closes what ran out, in every Datanet that is reviewed. */
export async function sweepReviews(services: ReviewServices): Promise<void> {
  const rows = await services.db.select({ datanetId: reviewPolicies.datanetId }).from(reviewPolicies)
  for (const { datanetId } of rows)
    await changeReviews(services, datanetId, async (context) => {
      await openReviews(context)
      await sweepDatanet(context)
    }).catch((error: unknown) => {
      // The owner has just ended it, or a reorganisation took the Datanet back.
      const { code } = OpenLedgerError.find(error) ?? {}
      if (code !== reviewErrors.REVIEW_NOT_SET.code && code !== gatewayErrors.DATANET_NOT_FOUND.code) throw error
    })
}

/** Closes what ran out in one Datanet. @returns how many reviews changed */
export async function sweepDatanet(context: ReviewContext): Promise<number> {
  const { db, datanetId, policy, people, now } = context
  const late = db
    .select({ commitment: reviewTasks.commitment })
    .from(reviewTasks)
    .where(
      and(
        eq(reviewTasks.datanetId, datanetId),
        eq(reviewTasks.status, 'leased'),
        lte(reviewTasks.dueAt, timeAt(now)),
        isNotNull(reviewTasks.commitment),
      ),
    )
  const due = await db
    .select({ commitment: reviews.commitment })
    .from(reviews)
    .where(
      and(
        eq(reviews.datanetId, datanetId),
        or(
          and(
            eq(reviews.stage, 'open'),
            or(
              lte(reviews.openedAt, timeAt(now - policy.waitSeconds)),
              inArray(reviews.commitment, late),
              gte(reviews.answered, policy.reviews),
              gte(reviews.expired, policy.expiriesMax),
            ),
          ),
          and(
            inArray(reviews.stage, ['adjudication', 'appealed']),
            lte(reviews.deskSince, timeAt(now - policy.decideSeconds)),
          ),
        ),
      ),
    )
    .limit(PORTION)
  let changed = 0
  for (const review of await readReviews(
    db,
    due.map(({ commitment }) => commitment),
  )) {
    const swept = sweepReview(review, policy, people, now)
    if (swept !== review) changed += 1
    await saveReview(db, datanetId, review, swept, now)
  }
  await db
    .update(reviewTasks)
    .set({ status: 'expired' })
    .where(
      and(
        eq(reviewTasks.datanetId, datanetId),
        isNotNull(reviewTasks.questionId),
        eq(reviewTasks.status, 'leased'),
        lte(reviewTasks.dueAt, timeAt(now)),
      ),
    )
  return changed
}
