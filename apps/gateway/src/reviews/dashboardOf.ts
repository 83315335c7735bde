import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewDashboard } from '@openledger/core/api/reviews.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, count, eq, isNotNull, min, sql } from 'drizzle-orm'
import { agreementOf } from './agreementOf.ts'
import { countReviews } from './countReviews.ts'
import { needPolicy } from './findPolicy.ts'
import { meritsOf, NO_MERIT } from './meritsOf.ts'
import { seconds } from './readReviews.ts'

/** All that owner and curators see of a review at a glance. @param now Unix seconds @throws REVIEW_NOT_SET */
export async function dashboardOf(db: Database, datanetId: Hash32, now: number): Promise<ReviewDashboard> {
  const policy = await needPolicy(db, datanetId)
  const here = eq(reviews.datanetId, datanetId)
  const [oldest] = await db
    .select({ at: min(reviews.openedAt) })
    .from(reviews)
    .where(and(here, eq(reviews.stage, 'open')))
  const desks = await db
    .select({ desk: reviews.desk, since: min(reviews.deskSince), records: count() })
    .from(reviews)
    .where(and(here, isNotNull(reviews.desk)))
    .groupBy(reviews.desk)
  const desk = (name: string) => desks.find((row) => row.desk === name)
  const since = (at: Date | null | undefined) => (at === null || at === undefined ? null : seconds(at))
  const [missing] = await db
    .select({
      reviews: sql`coalesce(sum(${policy.reviews}::int - (SELECT count(*) FROM ${reviewTasks} t
        WHERE t.commitment = ${reviews.commitment} AND t.status = 'answered')), 0)`.mapWith(Number),
    })
    .from(reviews)
    .where(and(here, eq(reviews.stage, 'open')))
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
    reviewsMissing: Math.max(0, missing?.reviews ?? 0),
    tasks: { leased: sum('leased'), answered: sum('answered'), expired: sum('expired') },
    oldest: { open: since(oldest?.at), curators: since(desk('curators')?.since), owner: since(desk('owner')?.since) },
    desks: { curators: desk('curators')?.records ?? 0, owner: desk('owner')?.records ?? 0 },
    byDeadline: await db.$count(reviews, and(here, eq(reviews.decidedBy, 'deadline'))),
    ...toApiAgreement(await agreementOf(db, datanetId)),
    reviewers: accounts.map((account) => ({
      account,
      ...(merits.get(account) ?? NO_MERIT),
      answered: sum('answered', account),
      expired: sum('expired', account),
    })),
  }
}

function toApiAgreement({ alpha, pairs }: Awaited<ReturnType<typeof agreementOf>>) {
  return { alpha, pairs: [...pairs] }
}
