import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { reviewAll } from '../../test/reviewAll.ts'
import { OWNER, openReviewWorld, person, type ReviewWorld } from '../../test/reviewWorld.ts'
import { answerTasks } from './answerTasks.ts'
import { leaderboard } from './leaderboard.ts'
import { leaseTasks } from './leaseTasks.ts'
import { listTasks } from './listTasks.ts'
import { meritsOf } from './meritsOf.ts'
import { addQuestions, readQuestions, retireQuestion } from './questions.ts'
import { standingOf } from './standingOf.ts'
import { beginTest, endTest } from './takeTest.ts'

const accept: ReviewAnswer = { verdict: 'accept', reason: null, note: null }
const refuse: ReviewAnswer = { verdict: 'refuse', reason: 'wrong', note: 'No source says so.' }
/** Open to anyone, no test, no golden questions: what these tests add one by one. */
const plain = { testQuestions: 0, goldenShareBps: 0 }
const [a, b, _c, d] = [11, 12, 13, 14].map(person) as [Address, Address, Address, Address]

describe.each(['PostgreSQL', 'PGlite'])('what reviews are worth on %s', (kind) => {
  let world: ReviewWorld
  beforeAll(async () => {
    world = await openReviewWorld(kind === 'PGlite' ? undefined : await freshDatabase())
  })
  afterAll(async () => world?.close())

  const questionsOf = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      content: { kind: 'qa', prompts: [`Golden ${i}?`], answer: `Answer ${i}` },
      answer: i % 2 === 0 ? ('accept' as const) : ('refuse' as const),
      note: null,
    }))
  const isRight = (content: { kind: string } & Record<string, unknown>) =>
    Number(/\d+/.exec(String(content['answer']))?.[0]) % 2 === 0 ? ('accept' as const) : ('refuse' as const)

  test('nobody reviews before the test is passed; failed, it waits and asks other questions', async () => {
    const policy = { testQuestions: 4, testPassBps: 7_500, testRetrySeconds: 600, goldenShareBps: 0, reviews: 1 }
    const { datanetId } = await world.makeDatanet(2, policy)
    await expect(leaseTasks(world.services, datanetId, a, 1)).rejects.toMatchObject({ code: 'REVIEW_TEST_NEEDED' })
    await expect(beginTest(world.services, datanetId, a)).rejects.toMatchObject({ code: 'REVIEW_TEST_MISSING' })
    expect(await addQuestions(world.services, datanetId, questionsOf(8))).toBe(8)
    expect(await addQuestions(world.services, datanetId, questionsOf(8))).toBe(0)
    const [first, again] = await Promise.all([
      beginTest(world.services, datanetId, a),
      beginTest(world.services, datanetId, a),
    ])
    expect(again).toEqual(first)
    expect(JSON.stringify(first)).not.toMatch(/accept|refuse/)
    const right = first.questions.map(isRight)
    const wrong = right.map((one) => (one === 'accept' ? ('refuse' as const) : ('accept' as const)))
    const end = (testId: string, answers: typeof right) => endTest(world.services, datanetId, a, { testId, answers })
    await expect(end(first.testId, right.slice(1))).rejects.toMatchObject({ code: 'REVIEW_TEST_INCOMPLETE' })
    const failed = await end(first.testId, wrong)
    expect(failed).toMatchObject({ passed: false, right: 0, questions: 4 })
    expect(await end(first.testId, wrong)).toEqual(failed)
    await expect(end(first.testId, right)).rejects.toMatchObject({ code: 'REVIEW_TEST_CLOSED' })
    await expect(beginTest(world.services, datanetId, a)).rejects.toMatchObject({ code: 'REVIEW_TEST_WAIT' })
    world.pass(600)
    const second = await beginTest(world.services, datanetId, a)
    const texts = (test: typeof first) => test.questions.map((question) => JSON.stringify(question))
    expect(texts(second).filter((one) => texts(first).includes(one))).toEqual([])
    const answers = second.questions.map(isRight)
    answers[0] = answers[0] === 'accept' ? 'refuse' : 'accept'
    expect(await end(second.testId, answers)).toMatchObject({ passed: true, right: 3 })
    await leaseTasks(world.services, datanetId, a, 1)
    expect(await listTasks(world.services, datanetId, a)).toHaveLength(1)
    expect((await standingOf(world.services, datanetId, a)).test.status).toBe('passed')
    await expect(beginTest(world.services, datanetId, a)).rejects.toMatchObject({ code: 'REVIEW_TEST_CLOSED' })
  })

  test('golden questions look like records, come at their share, once each, and never to the owner', async () => {
    const { datanetId } = await world.makeDatanet(60, { ...plain, goldenShareBps: 5_000, reviews: 4 })
    await addQuestions(world.services, datanetId, questionsOf(12))
    for (const account of [a, b, OWNER])
      for (let round = 0; round < 3; round += 1) await reviewAll(world, datanetId, [[account, accept]])
    const golden = await world.db
      .select()
      .from(reviewTasks)
      .where(and(eq(reviewTasks.datanetId, datanetId), isNotNull(reviewTasks.questionId)))
    const of = (account: Address) => golden.filter(({ reviewer }) => reviewer === account)
    expect(of(OWNER)).toEqual([])
    for (const account of [a, b]) {
      expect(of(account).length).toBe(12)
      expect(new Set(of(account).map(({ questionId }) => questionId)).size).toBe(12)
    }
    const asked = await readQuestions(world.db, datanetId)
    expect(asked.map((question) => question.asked)).toEqual(Array(12).fill(2))
    await retireQuestion(world.services, datanetId, asked[0]?.questionId ?? '')
    await expect(retireQuestion(world.services, datanetId, asked[0]?.questionId ?? '')).rejects.toMatchObject({
      code: 'REVIEW_QUESTION_NOT_FOUND',
    })
    // Whoever accepts everything has no quality, however much it is.
    world.pass(3_600)
    const merits = await meritsOf(world.db, datanetId, Math.floor(world.services.clock.now() / 1_000))
    expect(merits.get(a)).toMatchObject({ qualityBps: 0, points: 0 })
    expect(leaderboard(merits)).toEqual([])
  })

  test('points follow from the log, count only when the task’s time is over, and quality gives the place', async () => {
    const { datanetId } = await world.makeDatanet(20, { ...plain, reviews: 3 })
    // Everybody but d says what is true of the record: even numbers are good.
    for (const account of [a, b, d]) {
      await leaseTasks(world.services, datanetId, account, 20)
      const tasks = await listTasks(world.services, datanetId, account)
      const given = tasks.map(({ taskId, content }) => {
        const good = isRight(content) === 'accept'
        return { taskId, answer: account === d || good ? accept : refuse }
      })
      await answerTasks(world.services, datanetId, account, given)
    }
    const at = () => Math.floor(world.services.clock.now() / 1_000)
    expect((await meritsOf(world.db, datanetId, at())).size).toBe(0)
    world.pass(3_600)
    const merits = await meritsOf(world.db, datanetId, at())
    expect(await meritsOf(world.db, datanetId, at())).toEqual(merits)
    // The even ones: all agree, each is judged by two others. The odd ones: two against d, so d alone is judged.
    expect(merits.get(d)).toMatchObject({ judged: 20, right: 10, qualityBps: 0, points: 0 })
    expect(merits.get(a)).toMatchObject({ judged: 10, right: 10 })
  })
})
