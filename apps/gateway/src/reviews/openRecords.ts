import type { Address } from '@openledger/core/api/primitives.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, gt, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { ReviewContext } from './changeReviews.ts'
import { passedChecks } from './openReviews.ts'
import { timeAt } from './readReviews.ts'

/** Records that an account could be given a turn at: the SQL of the rule in `leaseTask`. */
export function openTo(
  { datanetId, policy, now }: Omit<ReviewContext, 'db' | 'people'>,
  reviewer: Address,
): SQL | undefined {
  return and(
    eq(reviews.datanetId, datanetId),
    eq(reviews.stage, 'open'),
    gt(reviews.openedAt, timeAt(now - policy.waitSeconds)),
    lt(reviews.live, policy.reviews),
    lt(reviews.expired, policy.expiriesMax),
    ne(reviews.contributor, reviewer),
    sql`NOT EXISTS (SELECT 1 FROM ${reviewTasks} t
      WHERE t.commitment = ${reviews.commitment} AND t.reviewer = ${reviewer})`,
    passedChecks,
  )
}

/** The oldest of them. */
export async function oldestOpenTo(context: ReviewContext, reviewer: Address, limit: number) {
  const rows = await context.db
    .select({ commitment: reviews.commitment })
    .from(reviews)
    .innerJoin(records, eq(records.commitment, reviews.commitment))
    .where(openTo(context, reviewer))
    .orderBy(reviews.openedAt, reviews.commitment)
    .limit(limit)
  return rows.map(({ commitment }) => commitment)
}
