import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'

/** An answer that can be held against what turned out right. */
export type JudgedAnswer = {
  /** Unix seconds of the answer. */
  readonly at: number
  readonly said: ReviewVerdict
  /** The golden question's answer, or the record's outcome. */
  readonly right: ReviewVerdict
  /** Share of the other reviewers' answers to the same thing that were wrong. */
  readonly othersWrongBps: number
}

/** What a reviewer's answers are worth. */
export type ReviewerMerit = {
  readonly judged: number
  readonly right: number
  /** How far above chance, 0 to 10,000. */
  readonly qualityBps: number
  readonly points: number
}

/** A right answer that everybody gave, at full quality. */
export const POINTS_EASY = 100
/** Most that answers of one day (UTC) bring, however many. */
export const POINTS_A_DAY_MAX = 20_000
/** Wrong answers of each kind that everybody is taken to have given: little evidence is no quality. */
const DOUBT = 2
const DAY_s = 86_400

/**
 * Points = quality × the difficulty of what was answered rightly.
 *
 * Quality is Youden's J (index for rating diagnostic tests, 1950): the share of good things accepted plus the share of
 * bad things refused, minus 1. Whoever says the same of everything, or flips any coin, has an expected J of 0 at most,
 * whatever the mix of good and bad: so volume alone earns nothing. Each share is taken with {@link DOUBT} further wrong
 * answers. The difficulty of an answer is 1 plus the share of the others who were wrong, so 1 to 2; an own answer
 * doesn't change its own difficulty. A day brings {@link POINTS_A_DAY_MAX} at most.
 *
 * Integers only: the same answers give the same points everywhere, in whatever order they come.
 */
export function reviewerMerit(answers: readonly JudgedAnswer[]): ReviewerMerit {
  const share = (kind: ReviewVerdict) => {
    const of = answers.filter(({ right }) => right === kind)
    return Math.floor((of.filter(({ said }) => said === kind).length * 10_000) / (of.length + DOUBT))
  }
  const qualityBps = Math.max(0, share('accept') + share('refuse') - 10_000)
  const right = answers.filter((answer) => answer.said === answer.right)
  const days = new Map<number, number>()
  for (const { at, othersWrongBps } of right) {
    const day = Math.floor(at / DAY_s)
    days.set(day, (days.get(day) ?? 0) + 10_000 + othersWrongBps)
  }
  let points = 0
  for (const difficultyBps of days.values()) {
    const earned = Math.floor((POINTS_EASY * difficultyBps * qualityBps) / 100_000_000)
    points += Math.min(POINTS_A_DAY_MAX, earned)
  }
  return { judged: answers.length, right: right.length, qualityBps, points }
}
