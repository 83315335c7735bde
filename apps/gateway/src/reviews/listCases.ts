import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewCase } from '@openledger/core/api/reviewDecisions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { decideReview } from '@openledger/data/review/decideReview.ts'
import type { Review, ReviewPeople } from '@openledger/data/review/review.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { and, asc, count, eq, isNotNull, ne } from 'drizzle-orm'
import { changeReviews, type ReviewServices } from './changeReviews.ts'
import { passedChecks } from './openReviews.ts'
import { readContents, toApiContent } from './readContents.ts'
import { readReviews } from './readReviews.ts'
import { sweepDatanet } from './sweepReviews.ts'
import { toApiOutcome } from './toApiOutcome.ts'

/**
 * What waits for a decision, longest first, for an account that decides. Its own records are not among it: what others
 * said of them is told with their outcome.
 *
 * @throws REVIEW_NOT_SET
 */
export async function listCases(
  services: ReviewServices,
  datanetId: Hash32,
  account: Address,
  limit: number,
): Promise<{ data: ReviewCase[]; total: number }> {
  return changeReviews(services, datanetId, async (context) => {
    await sweepDatanet(context)
    const { db, policy, people } = context
    // A record that its author took back needs no decision any more.
    const waiting = and(
      eq(reviews.datanetId, datanetId),
      isNotNull(reviews.desk),
      ne(reviews.contributor, account),
      passedChecks,
    )
    const rows = await db
      .select({ commitment: reviews.commitment })
      .from(reviews)
      .innerJoin(records, eq(records.commitment, reviews.commitment))
      .where(waiting)
      .orderBy(asc(reviews.deskSince), asc(reviews.commitment))
      .limit(limit)
    const commitments = rows.map(({ commitment }) => commitment)
    const contents = await readContents(
      { db, contents: services.contents },
      { datanetId, account, right: people.owner === account ? 'owner' : 'curator' },
      commitments,
    )
    const states = new Map((await readReviews(db, commitments)).map((review) => [review.commitment, review]))
    const data = commitments.flatMap((commitment) => {
      const [review, content] = [states.get(commitment), contents.get(commitment)]
      if (review === undefined || content === undefined || review.desk === null || review.deskSince === null) return []
      const { stage, desk, deskSince, outcome, appeal, tasks } = review
      if (stage !== 'adjudication' && stage !== 'appealed') return []
      return [
        {
          commitment,
          content: toApiContent(content),
          stage,
          desk,
          since: deskSince,
          until: deskSince + policy.decideSeconds,
          reviews: tasks.flatMap(({ answer }) => (answer === null ? [] : [answer])),
          expired: tasks.filter(({ status }) => status === 'expired').length,
          outcome: outcome && toApiOutcome(outcome),
          appeal: appeal?.words ?? null,
          code: refusalOf(review, people, account),
        },
      ]
    })
    const [all] = await db
      .select({ cases: count() })
      .from(reviews)
      .innerJoin(records, eq(records.commitment, reviews.commitment))
      .where(waiting)
    return { data, total: all?.cases ?? 0 }
  })
}

/** Code of why an account may not decide a review: what the rule itself says. */
function refusalOf(review: Review, people: ReviewPeople, account: Address): string | null {
  try {
    decideReview(review, people, { account, decision: { verdict: 'accept', reason: null, note: '' }, now: 0 })
    return null
  } catch (error) {
    if (error instanceof OpenLedgerError) return error.code
    throw error
  }
}
