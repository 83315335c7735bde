import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { OwnReview } from '@openledger/core/api/reviewDecisions.ts'
import { appealEnd } from '@openledger/data/review/appealReview.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { changeReviews, type ReviewServices } from './changeReviews.ts'
import { openReviews } from './openReviews.ts'
import { readContents, toApiContent } from './readContents.ts'
import { readReviews, seconds } from './readReviews.ts'
import { sweepDatanet } from './sweepReviews.ts'
import { toApiOutcome } from './toApiOutcome.ts'

/** An account's own records under review, with every step; who reviewed and decided stays untold. */
export async function listOwn(
  services: ReviewServices,
  datanetId: Hash32,
  contributor: Address,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ data: OwnReview[]; total: number }> {
  return changeReviews(services, datanetId, async (context) => {
    await openReviews(context)
    await sweepDatanet(context)
    const { db, policy, now } = context
    const own = and(eq(reviews.datanetId, datanetId), eq(reviews.contributor, contributor))
    const rows = await db
      .select({ commitment: reviews.commitment })
      .from(reviews)
      .where(own)
      .orderBy(sql`${reviews.verdict} IS DISTINCT FROM 'refuse'`, desc(reviews.openedAt), asc(reviews.commitment))
      .limit(limit)
      .offset(offset)
    const commitments = rows.map(({ commitment }) => commitment)
    const contents = await readContents(
      { db, contents: services.contents },
      { datanetId, account: contributor, right: 'contributor' },
      commitments,
    )
    const states = new Map((await readReviews(db, commitments)).map((review) => [review.commitment, review]))
    const steps = Map.groupBy(
      commitments.length === 0
        ? []
        : await db
            .select()
            .from(reviewEvents)
            .where(inArray(reviewEvents.commitment, commitments))
            .orderBy(asc(reviewEvents.number)),
      ({ commitment }) => commitment,
    )
    const data = commitments.flatMap((commitment) => {
      const review = states.get(commitment)
      if (review === undefined) return []
      const content = contents.get(commitment)
      const end = appealEnd(review, policy)
      return [
        {
          commitment,
          content: content === undefined ? null : toApiContent(content),
          stage: review.stage,
          outcome: review.outcome && toApiOutcome(review.outcome),
          agreementBps: review.agreementBps,
          appeal: review.appeal?.words ?? null,
          appealUntil: end !== undefined && now < end ? end : null,
          // What one reviewer said stays between them and the outcome while others have yet to answer.
          steps: (steps.get(commitment) ?? []).map(({ kind, what, at }) => ({
            kind,
            what: kind === 'answered' && review.outcome === null ? null : what,
            at: seconds(at),
          })),
        },
      ]
    })
    return { data, total: await db.$count(reviews, own) }
  })
}
