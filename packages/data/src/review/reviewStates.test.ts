import type { Address } from '@openledger/core/api/primitives.ts'
import { type ReviewPolicy, reviewPolicySchema } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerTask } from './answerTask.ts'
import { appealReview } from './appealReview.ts'
import { decideReview } from './decideReview.ts'
import { leaseTask } from './leaseTask.ts'
import { openReview, type Review } from './review.ts'
import { sweepReview } from './sweepReview.ts'

const account = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`
const [owner, curator, contributor] = [account(1), account(2), account(3)]
const reviewers = [4, 5, 6, 7, 8].map(account)
const everybody = [owner, curator, contributor, ...reviewers]
const people = { owner, curators: [curator] }
const policyOf = (more: Partial<ReviewPolicy> = {}) => reviewPolicySchema.parse({ reviews: 3, ...more })
const start = openReview(`0x${'a'.repeat(64)}`, contributor, 0)
const accept = { verdict: 'accept', reason: null, note: null } as const
const refuse = { verdict: 'refuse', reason: 'wrong', note: null } as const
const unsure = { verdict: 'unsure', reason: null, note: null } as const
const answers = [accept, refuse, unsure] as const
const decisions = [
  { verdict: 'accept', reason: null, note: 'It holds.' },
  { verdict: 'refuse', reason: 'wrong', note: 'It does not.' },
] as const

type Step =
  | { do: 'lease' | 'sweep' | 'appeal'; who: number }
  | { do: 'answer'; task: number; who: number; says: number }
  | { do: 'decide'; who: number; says: number }
const who = fc.nat(everybody.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('lease' as const, 'sweep' as const, 'appeal' as const), who }),
  fc.record({ do: fc.constant('answer' as const), task: fc.nat(8), who, says: fc.nat(2) }),
  fc.record({ do: fc.constant('decide' as const), who, says: fc.nat(1) }),
)

function apply(review: Review, policy: ReviewPolicy, one: Step, now: number, taskId: string): Review {
  const actor = everybody[one.who] ?? owner
  switch (one.do) {
    case 'lease':
      return leaseTask(review, policy, { taskId, reviewer: actor, now })
    case 'sweep':
      return sweepReview(review, policy, people, now)
    case 'appeal':
      return appealReview(review, policy, people, { account: actor, words: 'Look again.', now })
    case 'answer': {
      const task = review.tasks[one.task]
      const reviewer = one.says === 2 ? actor : (task?.reviewer ?? actor)
      return answerTask(review, policy, people, {
        taskId: task?.taskId ?? 'none',
        reviewer,
        answer: answers[one.says] ?? unsure,
        now,
      })
    }
    case 'decide':
      return decideReview(review, people, { account: actor, decision: decisions[one.says] ?? decisions[0], now })
  }
}

/** What holds of every review at every time. */
function assertSound(before: Review, after: Review, policy: ReviewPolicy): void {
  const seen = after.tasks.map(({ reviewer }) => reviewer)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).not.toContain(contributor)
  expect(after.tasks.filter(({ status }) => status !== 'expired').length).toBeLessThanOrEqual(policy.reviews)
  expect(after.outcome !== null).toBe(['settled', 'appealed', 'final'].includes(after.stage))
  expect(after.desk !== null).toBe(['adjudication', 'appealed'].includes(after.stage))
  expect(after.outcome?.account).not.toBe(contributor)
  // An outcome changes by an appeal alone, and an answer never.
  if (before.outcome !== null && after.outcome !== before.outcome) expect(after.outcome?.by).toBe('appeal')
  for (const task of before.tasks)
    if (task.answer !== null) expect(after.tasks.find(({ taskId }) => taskId === task.taskId)).toEqual(task)
  if (before.stage === 'final') expect(after).toEqual(before)
  if (before.appeal !== null) expect(after.appeal).toEqual(before.appeal)
  // Who had a say before decides only as the last instance.
  if (after.deciders.length > before.deciders.length) {
    const decider = after.deciders.at(-1)
    const involved =
      before.deciders.some((a) => a === decider) ||
      before.tasks.some((t) => t.reviewer === decider && t.answer !== null)
    if (involved) expect([decider, before.desk]).toEqual([owner, 'owner'])
  }
}

test('in any order of events each record has one outcome, nobody reviews twice, and time alone ends every review', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(step, fc.integer({ min: 0, max: 2_000 })), { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (steps, reviews) => {
        const policy = policyOf({ reviews, waitSeconds: 20_000, decideSeconds: 3_000, appealSeconds: 5_000 })
        let review = start
        let now = 0
        for (const [i, [one, later]] of steps.entries()) {
          now += later
          let after = review
          try {
            after = apply(review, policy, one, now, `task ${i}`)
          } catch (error) {
            expect(error).toBeInstanceOf(OpenLedgerError)
          }
          assertSound(review, after, policy)
          review = after
        }
        // Nobody does anything any more: deadlines alone lead to an outcome, and the same again changes nothing.
        for (let i = 0; i < 4; i += 1) {
          now += 30_000
          const after = sweepReview(review, policy, people, now)
          assertSound(review, after, policy)
          expect(sweepReview(after, policy, people, now)).toEqual(after)
          review = after
        }
        expect(['settled', 'final']).toContain(review.stage)
      },
    ),
    { numRuns: 400 },
  )
})

const told = (review: Review, policy: ReviewPolicy, says: readonly (readonly [Address, (typeof answers)[number]])[]) =>
  says.reduce((state, [reviewer, answer], i) => {
    const leased = leaseTask(state, policy, { taskId: `t${reviewer}`, reviewer, now: i })
    return answerTask(leased, policy, people, { taskId: `t${reviewer}`, reviewer, answer, now: i + 1 })
  }, review)
const [a = owner, b = owner, c = owner] = reviewers

test('what most say is the outcome; where too few agree, a curator decides, who was not asked before', () => {
  const policy = policyOf()
  expect(
    told(start, policy, [
      [a, accept],
      [b, accept],
      [c, refuse],
    ]),
  ).toMatchObject({
    stage: 'settled',
    agreementBps: 6_666,
    outcome: { verdict: 'accept', by: 'reviews' },
  })
  expect(
    told(start, policy, [
      [a, refuse],
      [b, accept],
      [c, refuse],
    ]).outcome,
  ).toMatchObject({
    verdict: 'refuse',
    reason: 'wrong',
  })
  const split = told(start, policy, [
    [curator, accept],
    [b, refuse],
    [c, unsure],
  ])
  expect(split).toMatchObject({ stage: 'adjudication', desk: 'owner', outcome: null })
  const decide = (review: Review, by: Address) =>
    decideReview(review, people, { account: by, decision: decisions[0], now: 10 })
  expect(() => decide(split, curator)).toThrow(expect.objectContaining({ code: 'REVIEW_DECIDER_INVOLVED' }))
  expect(() => decide(split, a)).toThrow(expect.objectContaining({ code: 'REVIEW_FORBIDDEN' }))
  expect(decide(split, owner).outcome).toMatchObject({ by: 'adjudicator', account: owner })
  const free = told(start, policy, [
    [a, accept],
    [b, refuse],
    [c, unsure],
  ])
  expect(free.desk).toBe('curators')
  expect(decide(free, curator).stage).toBe('settled')
})

test('the owner is not outvoted in silence, and nobody decides what they contributed', () => {
  const policy = policyOf()
  const split = told(start, policy, [
    [owner, refuse],
    [b, accept],
    [c, accept],
  ])
  expect(split).toMatchObject({ stage: 'adjudication', desk: 'curators' })
  const own = { ...split, contributor: curator }
  expect(() => decideReview(own, people, { account: curator, decision: decisions[0], now: 9 })).toThrow(
    expect.objectContaining({ code: 'REVIEW_OWN_RECORD' }),
  )
})

test('late answers are refused; the task goes to another; after too many a person decides', () => {
  const policy = policyOf({ reviews: 1, expiriesMax: 2, leaseSeconds: 60 })
  const answer = (review: Review, reviewer: Address, now: number, says = accept as (typeof answers)[number]) =>
    answerTask(review, policy, people, { taskId: `t${reviewer}`, reviewer, answer: says, now })
  const lease = (review: Review, reviewer: Address, now: number) =>
    leaseTask(review, policy, { taskId: `t${reviewer}`, reviewer, now })
  const leased = lease(start, a, 0)
  expect(() => lease(leased, b, 1)).toThrow(expect.objectContaining({ code: 'REVIEW_TASK_TAKEN' }))
  expect(() => lease(start, contributor, 1)).toThrow(expect.objectContaining({ code: 'REVIEW_OWN_RECORD' }))
  expect(() => answer(leased, a, 60)).toThrow(expect.objectContaining({ code: 'REVIEW_TASK_LATE' }))
  expect(() => answer(leased, b, 5)).toThrow(expect.objectContaining({ code: 'REVIEW_TASK_NOT_FOUND' }))
  const swept = sweepReview(leased, policy, people, 60)
  expect(() => lease(swept, a, 61)).toThrow(expect.objectContaining({ code: 'REVIEW_TASK_TAKEN' }))
  const settled = answer(lease(swept, b, 61), b, 62)
  expect(answer(settled, b, 63)).toEqual(settled)
  expect(() => answer(settled, b, 63, unsure)).toThrow(expect.objectContaining({ code: 'REVIEW_TASK_ANSWERED' }))
  expect(sweepReview(lease(swept, b, 61), policy, people, 121)).toMatchObject({ stage: 'adjudication' })
})

test('an appeal is had once, in time, and decided by somebody else', () => {
  const policy = policyOf({ reviews: 1 })
  const refused = told(start, policy, [[a, refuse]])
  const appeal = (review: Review, by: Address, now: number) =>
    appealReview(review, policy, people, { account: by, words: 'See page 3.', now })
  expect(() => appeal(refused, a, 5)).toThrow(expect.objectContaining({ code: 'REVIEW_FORBIDDEN' }))
  expect(() => appeal(refused, contributor, 1 + policy.appealSeconds)).toThrow(
    expect.objectContaining({ code: 'REVIEW_APPEAL_IMPOSSIBLE' }),
  )
  const appealed = appeal(refused, contributor, 5)
  const reversed = decideReview(appealed, people, { account: curator, decision: decisions[0], now: 6 })
  expect(reversed).toMatchObject({ stage: 'final', outcome: { verdict: 'accept', by: 'appeal' } })
  expect(() => appeal(reversed, contributor, 7)).toThrow(expect.objectContaining({ code: 'REVIEW_APPEAL_IMPOSSIBLE' }))
})
