import { records } from '@openledger/db/schema/records.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { ReviewContext } from './changeReviews.ts'
import { timeAt } from './readReviews.ts'

/** Records that are opened at a time. */
const PORTION = 5_000

/** What the checks let through and its author has not taken back: what a review is about, and what a version may hold. */
export const passedChecks = and(
  inArray(records.verdict, ['accept', 'mark']),
  eq(records.revoked, false),
  isNotNull(records.content),
  isNotNull(records.registeredOrder),
)

/** Opens a review for each record that passed the checks and has none yet. Again is harmless. @returns how many */
export async function openReviews({ db, datanetId, now }: ReviewContext): Promise<number> {
  const fresh = await db
    .select({ commitment: records.commitment, contributor: records.contributor })
    .from(records)
    .leftJoin(reviews, eq(reviews.commitment, records.commitment))
    .where(and(eq(records.datanetId, datanetId), isNull(reviews.commitment), passedChecks))
    .limit(PORTION)
  if (fresh.length === 0) return 0
  const openedAt = timeAt(now)
  await db
    .insert(reviews)
    .values(fresh.map((record) => ({ ...record, datanetId, stage: 'open' as const, openedAt })))
    .onConflictDoNothing()
  await db
    .insert(reviewEvents)
    .values(fresh.map(({ commitment }) => ({ commitment, datanetId, kind: 'opened' as const, at: openedAt })))
  return fresh.length
}
