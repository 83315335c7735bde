import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import type { Review, ReviewPeople } from './review.ts'

/**
 * Gives a review its outcome once all reviews are there: what most say, if enough say it. Where they do not, or where
 * the owner reviewed it and would be outvoted, somebody has to decide.
 *
 * @param now Unix seconds
 */
export function settleReview(review: Review, policy: ReviewPolicy, people: ReviewPeople, now: number): Review {
  const answers = review.tasks.filter(({ status }) => status === 'answered')
  if (review.stage !== 'open' || answers.length < policy.reviews) return review
  const saying = (verdict: string) => answers.filter(({ answer }) => answer?.verdict === verdict)
  const [accepting, refusing] = [saying('accept'), saying('refuse')]
  const verdict = accepting.length >= refusing.length ? 'accept' : 'refuse'
  const majority = verdict === 'accept' ? accepting : refusing
  const minority = verdict === 'accept' ? refusing : accepting
  const agreementBps = Math.floor((majority.length * 10_000) / answers.length)
  const outvotesOwner = minority.some(({ reviewer }) => reviewer === people.owner)
  if (agreementBps < policy.agreementBps || outvotesOwner)
    return sendToDesk({ ...review, stage: 'adjudication', agreementBps }, people, now)
  const named = majority.map(({ answer }) => answer).find((answer) => answer?.reason)
  return {
    ...review,
    stage: 'settled',
    agreementBps,
    outcome: {
      verdict,
      by: 'reviews',
      account: null,
      reason: commonReason(majority.map(({ answer }) => answer?.reason ?? null)),
      note: named?.note ?? null,
      at: now,
    },
  }
}

/** The reason that most name; of two named equally often, the one that was named first. */
function commonReason<T>(reasons: readonly (T | null)[]): T | null {
  const counts = new Map<T, number>()
  for (const reason of reasons) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  let best: T | null = null
  for (const [reason, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = reason
  return best
}

/** Puts a review before the curators, or before the owner where no curator is free of it. */
export function sendToDesk(review: Review, people: ReviewPeople, now: number): Review {
  const isFree = (account: string) =>
    account !== review.contributor && account !== people.owner && !isInvolved(review, account)
  return { ...review, desk: people.curators.some(isFree) ? 'curators' : 'owner', deskSince: now }
}

/** Whether an account reviewed the record or decided it before. */
export function isInvolved(review: Review, account: string): boolean {
  return (
    review.deciders.some((decider) => decider === account) ||
    review.tasks.some(({ reviewer, status }) => reviewer === account && status === 'answered')
  )
}
