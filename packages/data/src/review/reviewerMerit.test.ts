import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JudgedAnswer, POINTS_A_DAY_MAX, reviewerMerit } from './reviewerMerit.ts'

const verdict = fc.constantFrom('accept' as const, 'refuse' as const)
const judged: fc.Arbitrary<JudgedAnswer> = fc.record({
  at: fc.integer({ min: 0, max: 40 * 86_400 }),
  said: verdict,
  right: verdict,
  othersWrongBps: fc.integer({ min: 0, max: 10_000 }),
})
const answer = (said: JudgedAnswer['said'], right: JudgedAnswer['right'], more: Partial<JudgedAnswer> = {}) => ({
  at: 0,
  said,
  right,
  othersWrongBps: 0,
  ...more,
})

test('whoever says the same of everything earns nothing, however much, whatever the mix', () => {
  fc.assert(
    fc.property(fc.array(judged, { maxLength: 300 }), verdict, (answers, always) => {
      expect(reviewerMerit(answers.map((one) => ({ ...one, said: always })))).toMatchObject({
        points: 0,
        qualityBps: 0,
      })
    }),
  )
})

test('a coin of any bias earns next to nothing of what somebody who knows earns from the same things', () => {
  let state = 7
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  for (const bias of [0.5, 0.8]) {
    let [guessed, known] = [0, 0]
    for (let person = 0; person < 300; person += 1) {
      const things = Array.from({ length: 60 }, () => (random() < 0.8 ? 'accept' : 'refuse') as JudgedAnswer['right'])
      guessed += reviewerMerit(things.map((right) => answer(random() < bias ? 'accept' : 'refuse', right))).points
      known += reviewerMerit(things.map((right) => answer(right, right))).points
    }
    expect(guessed / known).toBeLessThan(0.03)
  }
})

test('a harder right answer brings more, a wrong one never does, and a day is capped', () => {
  fc.assert(
    fc.property(fc.array(judged, { maxLength: 60 }), judged, (answers, one) => {
      const points = (more: readonly JudgedAnswer[]) => reviewerMerit([...answers, ...more]).points
      const [right, wrong] = [
        { ...one, said: one.right },
        { ...one, said: one.right === 'accept' ? ('refuse' as const) : ('accept' as const) },
      ]
      expect(points([{ ...right, othersWrongBps: 10_000 }])).toBeGreaterThanOrEqual(
        points([{ ...right, othersWrongBps: 0 }]),
      )
      expect(points([wrong])).toBeLessThanOrEqual(points([]))
    }),
  )
  const many = Array.from({ length: 4_000 }, (_, i) =>
    i % 2 ? answer('accept', 'accept') : answer('refuse', 'refuse'),
  )
  expect(reviewerMerit(many).points).toBe(POINTS_A_DAY_MAX)
  expect(reviewerMerit(many.map((one, i) => ({ ...one, at: (i % 2) * 86_400 }))).points).toBe(2 * POINTS_A_DAY_MAX)
})

test('points do not depend on the order of the log', () => {
  fc.assert(
    fc.property(fc.array(judged, { maxLength: 60 }), (answers) => {
      expect(reviewerMerit(answers.toReversed())).toEqual(reviewerMerit(answers))
    }),
  )
})

test('an example: 8 of 10 good accepted, 9 of 10 bad refused', () => {
  const answers = [
    ...Array.from({ length: 8 }, () => answer('accept', 'accept')),
    ...Array.from({ length: 2 }, () => answer('refuse', 'accept')),
    ...Array.from({ length: 9 }, () => answer('refuse', 'refuse', { othersWrongBps: 5_000 })),
    answer('accept', 'refuse'),
  ]
  // 8/12 + 9/12 − 1 = 41.66 %; (8 × 1 + 9 × 1.5) × 41.66 = 895.
  expect(reviewerMerit(answers)).toEqual({ judged: 20, right: 17, qualityBps: 4_166, points: 895 })
})
