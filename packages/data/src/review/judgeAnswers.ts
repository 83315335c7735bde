import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import type { ReviewOutcome } from './review.ts'
import type { JudgedAnswer } from './reviewerMerit.ts'

/** Who said what of one thing. */
export type GivenAnswer = { readonly reviewer: Address; readonly said: ReviewVerdict; readonly at: number }

/** What is known of the thing: a golden question's answer, or how a record's review ended. */
export type Known = {
  readonly golden: ReviewVerdict | null
  readonly verdict: ReviewVerdict | null
  readonly by: ReviewOutcome['by'] | null
  readonly decider: Address | null
}

/**
 * Holds the answers to one thing against what turned out right. Right is the golden answer, or what a person decided
 * who isn't the one judged; where reviews decided, what most of the *others* said: nobody makes themselves right, so
 * people who all flip coins are right half the time. Where the others are split, and where a deadline decided, nothing
 * is known.
 */
export function judgeAnswers(
  answers: readonly GivenAnswer[],
  { golden, verdict, by, decider }: Known,
): (JudgedAnswer & { readonly reviewer: Address })[] {
  return answers.flatMap(({ reviewer, said, at }) => {
    const others = answers.filter((other) => other.reviewer !== reviewer)
    const right = golden ?? rightFor(reviewer, others, { verdict, by, decider })
    if (right === null) return []
    const wrong = others.filter((other) => other.said !== right).length
    const othersWrongBps = others.length === 0 ? 0 : Math.floor((wrong * 10_000) / others.length)
    return [{ reviewer, at, said, right, othersWrongBps }]
  })
}

function rightFor(
  reviewer: Address,
  others: readonly GivenAnswer[],
  { verdict, by, decider }: Omit<Known, 'golden'>,
): ReviewVerdict | null {
  if (verdict === null || by === null || by === 'deadline') return null
  if (by !== 'reviews') return decider === reviewer ? null : verdict
  const agreeing = others.filter(({ said }) => said === verdict).length
  return agreeing * 2 > others.length ? verdict : null
}
