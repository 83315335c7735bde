import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewStanding } from '@openledger/core/api/reviews.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, count, eq, isNotNull, ne } from 'drizzle-orm'
import type { ReviewServices } from './changeReviews.ts'
import { needPolicy } from './findPolicy.ts'
import { mineIn } from './leaseTasks.ts'
import { meritsOf, NO_MERIT } from './meritsOf.ts'
import { openTo } from './openRecords.ts'
import { passedChecks } from './openReviews.ts'
import { peopleOf } from './peopleOf.ts'
import { isTrusted, reviewerRefusal } from './requireReviewer.ts'
import { newestTest } from './takeTest.ts'

/** What an account may do in a Datanet's review, and what it earned there. @throws DATANET_NOT_FOUND, REVIEW_NOT_SET */
export async function standingOf(
  { db, clock }: ReviewServices,
  datanetId: Hash32,
  account: Address,
): Promise<ReviewStanding> {
  const people = await peopleOf(db, datanetId)
  const policy = await needPolicy(db, datanetId)
  const now = Math.floor(clock.now() / 1000)
  const context = { db, datanetId, policy, people, now }
  const code = await reviewerRefusal(context, account)
  const isDecider = isTrusted(context, account)
  const { row: test, retryAt } = await newestTest(context, account)
  const [open] = await db
    .select({ records: count() })
    .from(reviews)
    .innerJoin(records, eq(records.commitment, reviews.commitment))
    .where(openTo(context, account))
  const [undecided] = isDecider
    ? await db
        .select({ records: count() })
        .from(reviews)
        .innerJoin(records, eq(records.commitment, reviews.commitment))
        .where(
          and(
            eq(reviews.datanetId, datanetId),
            isNotNull(reviews.desk),
            ne(reviews.contributor, account),
            passedChecks,
          ),
        )
    : []
  return {
    role: account === people.owner ? 'owner' : isDecider ? 'curator' : 'reviewer',
    mayReview: code === null,
    code,
    test: {
      status: test?.status ?? 'none',
      questions: isDecider || policy.mode === 'curators' ? 0 : policy.testQuestions,
      retryAt: retryAt !== null && retryAt > now ? retryAt : null,
    },
    tasks: await db.$count(reviewTasks, mineIn(context, account)),
    waiting: open?.records ?? 0,
    decisions: undecided?.records ?? 0,
    merit: (await meritsOf(db, datanetId, now)).get(account) ?? NO_MERIT,
  }
}
