import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewDashboard } from '@openledger/core/api/reviews.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, count, eq, isNotNull, min, sql } from 'drizzle-orm'
import { alphaOf } from './alphaOf.ts'
import { countReviews } from './countReviews.ts'
import { needPolicy } from './findPolicy.ts'
import { meritsOf, NO_MERIT } from './meritsOf.ts'
import { passedChecks } from './openReviews.ts'
import { pairsOf } from './pairsOf.ts'
import { seconds } from './readReviews.ts'

/** All that owner and curators see of a review at a glance. @param now Unix seconds @throws REVIEW_NOT_SET */
export async function dashboardOf(db: Database, datanetId: Hash32, now: number): Promise<ReviewDashboard> {
  const policy = await needPolicy(db, datanetId)
  const here = and(eq(reviews.datanetId, datanetId), passedChecks)
  const ofRecord = eq(records.commitment, reviews.commitment)
  const [oldest] = await db
    .select({ at: min(reviews.openedAt) })
    .from(reviews)
    .innerJoin(records, ofRecord)
    .where(and(here, eq(reviews.stage, 'open')))
  const desks = await db
    .select({ desk: reviews.desk, since: min(reviews.deskSince), cases: count() })
    .from(reviews)
    .innerJoin(records, ofRecord)
    .where(and(here, isNotNull(reviews.desk)))
    .groupBy(reviews.desk)
  const desk = (name: string) => desks.find((row) => row.desk === name)
  const since = (at: Date | null | undefined) => (at === null || at === undefined ? null : seconds(at))
  const [missing] = await db
    .select({
      reviews: sql`coalesce(sum(greatest(0, ${policy.reviews}::int - ${reviews.answered})), 0)`.mapWith(Number),
    })
    .from(reviews)
    .innerJoin(records, ofRecord)
    .where(and(here, eq(reviews.stage, 'open')))
  const [late] = await db
    .select({ cases: count() })
    .from(reviews)
    .innerJoin(records, ofRecord)
    .where(and(here, eq(reviews.decidedBy, 'deadline')))
  const turns = await db
    .select({ reviewer: reviewTasks.reviewer, status: reviewTasks.status, tasks: count() })
    .from(reviewTasks)
    .where(eq(reviewTasks.datanetId, datanetId))
    .groupBy(reviewTasks.reviewer, reviewTasks.status)
  const sum = (status: string, reviewer?: string) =>
    turns
      .filter((row) => row.status === status && (reviewer === undefined || row.reviewer === reviewer))
      .reduce((total, { tasks }) => total + tasks, 0)
  const merits = await meritsOf(db, datanetId, now)
  const accounts = [...new Set(turns.map(({ reviewer }) => reviewer))].sort()
  return {
    records: await countReviews(db, datanetId),
    reviewsMissing: missing?.reviews ?? 0,
    tasks: { leased: sum('leased'), answered: sum('answered'), expired: sum('expired') },
    oldest: { open: since(oldest?.at), curators: since(desk('curators')?.since), owner: since(desk('owner')?.since) },
    desks: { curators: desk('curators')?.cases ?? 0, owner: desk('owner')?.cases ?? 0 },
    byDeadline: late?.cases ?? 0,
    alpha: await alphaOf(db, datanetId),
    pairs: await pairsOf(db, datanetId),
    reviewers: accounts.map((account) => ({
      account,
      ...(merits.get(account) ?? NO_MERIT),
      answered: sum('answered', account),
      expired: sum('expired', account),
    })),
  }
}
