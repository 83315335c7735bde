import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { appealReview } from '@openledger/data/review/appealReview.ts'
import { decideReview } from '@openledger/data/review/decideReview.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { CONTRIBUTOR, CURATOR, OWNER, openReviewWorld, person, type ReviewWorld } from '../../test/reviewWorld.ts'
import { answerTasks } from './answerTasks.ts'
import { changeReview } from './changeReview.ts'
import { changeReviews } from './changeReviews.ts'
import { leaderboard } from './leaderboard.ts'
import { leaseTasks } from './leaseTasks.ts'
import { listCases } from './listCases.ts'
import { listOwn } from './listOwn.ts'
import { listTasks } from './listTasks.ts'
import { meritsOf } from './meritsOf.ts'
import { addQuestions, readQuestions, retireQuestion } from './questions.ts'
import { standingOf } from './standingOf.ts'
import { sweepReviews } from './sweepReviews.ts'
import { takenRecords } from './takenRecords.ts'
import { beginTest, endTest } from './takeTest.ts'

const accept: ReviewAnswer = { verdict: 'accept', reason: null, note: null }
const refuse: ReviewAnswer = { verdict: 'refuse', reason: 'wrong', note: 'No source says so.' }
/** Open to anyone, no test, no golden questions: what these tests add one by one. */
const plain = { testQuestions: 0, goldenShareBps: 0 }
const [a, b, c, d] = [11, 12, 13, 14].map(person) as [Address, Address, Address, Address]

describe.each(['PostgreSQL', 'PGlite'])('reviews on %s', (kind) => {
  let world: ReviewWorld
  beforeAll(async () => {
    world = await openReviewWorld(kind === 'PGlite' ? undefined : await freshDatabase())
  })
  afterAll(async () => world?.close())

  /** Has each account take what there is and answer it. */
  async function review(datanetId: Hash32, says: readonly (readonly [Address, ReviewAnswer])[]) {
    for (const [account, answer] of says) {
      await leaseTasks(world.services, datanetId, account, 20)
      const tasks = await listTasks(world.services, datanetId, account)
      if (tasks.length === 0) continue
      const given = tasks.map(({ taskId }) => ({ taskId, answer }))
      const results = await answerTasks(world.services, datanetId, account, given)
      expect(results.filter(({ taken }) => !taken)).toEqual([])
    }
  }
  const taken = async (datanetId: Hash32) =>
    (await takenRecords(world.db, datanetId, undefined)).map(({ commitment }) => commitment).sort()

  test('without a policy the checks decide; with one the reviews too', async () => {
    const free = await world.makeDatanet(2, null)
    expect(await taken(free.datanetId)).toEqual(free.commitments)
    const { datanetId, commitments } = await world.makeDatanet(2, { ...plain, reviews: 3 })
    expect(await taken(datanetId)).toEqual([])
    await review(datanetId, [
      [a, accept],
      [b, accept],
    ])
    expect(await taken(datanetId)).toEqual([])
    await review(datanetId, [[c, refuse]])
    expect(await taken(datanetId)).toEqual(commitments)
    // What the checks refuse later, or its author takes back, is out all the same.
    const [first = datanetId, second = datanetId] = commitments
    await world.db.update(records).set({ revoked: true }).where(eq(records.commitment, first))
    await world.db.update(records).set({ verdict: 'refuse' }).where(eq(records.commitment, second))
    expect(await taken(datanetId)).toEqual([])
  })

  test('many at once: nobody gets a record twice or one too many, and no place stays empty', async () => {
    const { datanetId, commitments } = await world.makeDatanet(6, { ...plain, reviews: 2 })
    const people = Array.from({ length: 12 }, (_, i) => person(100 + i))
    await Promise.all([...people, ...people].map((account) => leaseTasks(world.services, datanetId, account, 2)))
    const turns = await world.db.select().from(reviewTasks).where(eq(reviewTasks.datanetId, datanetId))
    expect(turns).toHaveLength(12)
    for (const commitment of commitments) {
      const of = turns.filter((turn) => turn.commitment === commitment)
      expect(of).toHaveLength(2)
      expect(new Set(of.map(({ reviewer }) => reviewer)).size).toBe(2)
    }
    // Two tabs answer the same task at once: the same twice is taken twice, another is not.
    const [turn] = turns
    if (turn === undefined) throw new Error('there are turns')
    const say = (answer: ReviewAnswer) =>
      answerTasks(world.services, datanetId, turn.reviewer, [{ taskId: turn.taskId, answer }])
    const both = (await Promise.all([say(accept), say(accept), say(refuse), say(refuse)])).flat()
    expect(both.filter(({ taken: isTaken }) => isTaken)).toHaveLength(2)
    expect(both.find(({ taken: isTaken }) => !isTaken)?.code).toBe('REVIEW_TASK_ANSWERED')
    // Another account's task, and one of another Datanet, are not there.
    const other = people.find((account) => account !== turn.reviewer) ?? a
    expect(
      await answerTasks(world.services, datanetId, other, [{ taskId: turn.taskId, answer: accept }]),
    ).toMatchObject([{ taken: false, code: 'REVIEW_TASK_NOT_FOUND' }])
  })

  test('tasks are blind and one’s own records never among them', async () => {
    const { datanetId } = await world.makeDatanet(3, { ...plain, reviews: 1 })
    await leaseTasks(world.services, datanetId, CONTRIBUTOR, 20)
    expect(await listTasks(world.services, datanetId, CONTRIBUTOR)).toEqual([])
    await leaseTasks(world.services, datanetId, a, 2)
    const tasks = await listTasks(world.services, datanetId, a)
    expect(tasks).toHaveLength(2)
    for (const task of tasks) expect(Object.keys(task).sort()).toEqual(['content', 'dueAt', 'taskId'])
    await leaseTasks(world.services, datanetId, a, 2)
    expect(await listTasks(world.services, datanetId, a)).toEqual(tasks)
    expect(await listTasks(world.services, datanetId, b)).toEqual([])
  })

  test('what runs out goes to another, then to the curators, then to the owner, then ends; each step can be read', async () => {
    const policy = { ...plain, reviews: 1, expiriesMax: 2, leaseSeconds: 60, decideSeconds: 600 }
    const { datanetId, commitments } = await world.makeDatanet(1, policy)
    const [commitment = datanetId] = commitments
    await leaseTasks(world.services, datanetId, a, 1)
    const [late] = await listTasks(world.services, datanetId, a)
    world.pass(60)
    expect(await listTasks(world.services, datanetId, a)).toEqual([])
    expect(
      await answerTasks(world.services, datanetId, a, [{ taskId: late?.taskId ?? '', answer: accept }]),
    ).toMatchObject([{ taken: false, code: 'REVIEW_TASK_LATE' }])
    await leaseTasks(world.services, datanetId, a, 1)
    expect(await listTasks(world.services, datanetId, a)).toEqual([])
    await leaseTasks(world.services, datanetId, b, 1)
    expect(await listTasks(world.services, datanetId, b)).toHaveLength(1)
    world.pass(60)
    await sweepReviews(world.services)
    expect(await listCases(world.services, datanetId, CURATOR, 20)).toMatchObject({
      total: 1,
      data: [{ commitment, desk: 'curators', expired: 2, code: null }],
    })
    world.pass(600)
    expect((await listCases(world.services, datanetId, OWNER, 20)).data).toMatchObject([{ desk: 'owner' }])
    world.pass(600)
    await sweepReviews(world.services)
    await sweepReviews(world.services)
    const own = await listOwn(world.services, datanetId, CONTRIBUTOR, { limit: 10, offset: 0 })
    expect(own.data[0]).toMatchObject({ stage: 'settled', outcome: { verdict: 'refuse', by: 'deadline' } })
    expect(own.data[0]?.steps.map(({ kind: step, what }) => [step, what])).toEqual([
      ['opened', null],
      ['leased', null],
      ['expired', null],
      ['leased', null],
      ['expired', null],
      ['escalated', 'curators'],
      ['escalated', 'owner'],
      ['decided', 'refuse deadline'],
    ])
    expect(JSON.stringify(own)).not.toContain(a)
  })

  test('killed between its writes a change leaves nothing behind', async () => {
    const { datanetId } = await world.makeDatanet(1, { ...plain, reviews: 1 })
    await leaseTasks(world.services, datanetId, a, 1)
    const [task] = await listTasks(world.services, datanetId, a)
    const before = await world.db.select().from(reviews).where(eq(reviews.datanetId, datanetId))
    const given = [{ taskId: task?.taskId ?? '', answer: accept }]
    await expect(
      changeReviews(world.services, datanetId, async ({ db }) => {
        await answerTasks({ ...world.services, db }, datanetId, a, given)
        throw new Error('killed here')
      }),
    ).rejects.toThrow('killed here')
    expect(await world.db.select().from(reviews).where(eq(reviews.datanetId, datanetId))).toEqual(before)
    expect(await listTasks(world.services, datanetId, a)).toEqual([task])
    expect(await answerTasks(world.services, datanetId, a, given)).toMatchObject([{ taken: true }])
  })

  test('a split record is decided once, however many decide at once; a refusal is appealed and decided by another', async () => {
    const { datanetId, commitments } = await world.makeDatanet(1, { ...plain, reviews: 2, agreementBps: 10_000 })
    const [commitment = datanetId] = commitments
    await review(datanetId, [
      [a, accept],
      [b, refuse],
    ])
    const decide = (account: Address, verdict: 'accept' | 'refuse') =>
      changeReview(world.services, datanetId, commitment, (one, { people, now }) =>
        decideReview(one, people, {
          account,
          decision: { verdict, reason: verdict === 'refuse' ? 'unclear' : null, note: 'As it stands.' },
          now,
        }),
      )
    const results = await Promise.allSettled([
      decide(CURATOR, 'refuse'),
      decide(CURATOR, 'refuse'),
      decide(CURATOR, 'refuse'),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await taken(datanetId)).toEqual([])
    await changeReview(world.services, datanetId, commitment, (one, { policy, people, now }) =>
      appealReview(one, policy, people, { account: CONTRIBUTOR, words: 'Read it again.', now }),
    )
    const [waiting] = (await listCases(world.services, datanetId, CURATOR, 20)).data
    expect(waiting).toMatchObject({ desk: 'owner', code: 'REVIEW_DECIDER_INVOLVED', appeal: 'Read it again.' })
    await expect(decide(CURATOR, 'accept')).rejects.toMatchObject({ code: 'REVIEW_DECIDER_INVOLVED' })
    await decide(OWNER, 'accept')
    expect(await taken(datanetId)).toEqual([commitment])
    const kinds = await world.db
      .select({ kind: reviewEvents.kind })
      .from(reviewEvents)
      .where(eq(reviewEvents.commitment, commitment))
      .orderBy(asc(reviewEvents.number))
    expect(kinds.map((row) => row.kind).slice(-5)).toEqual(['escalated', 'decided', 'appealed', 'escalated', 'decided'])
  })

  test('who takes tasks and leaves them gets no more for a day; who may review no longer reads no longer', async () => {
    const { datanetId } = await world.makeDatanet(50, { ...plain, reviews: 1, expiriesMax: 20, leaseSeconds: 60 })
    for (let round = 0; round < 2; round += 1) {
      await leaseTasks(world.services, datanetId, a, 20)
      world.pass(60)
    }
    await expect(leaseTasks(world.services, datanetId, a, 1)).rejects.toMatchObject({ code: 'REVIEW_TASKS_WASTED' })
    await leaseTasks(world.services, datanetId, b, 1)
    world.pass(86_400)
    await leaseTasks(world.services, datanetId, a, 1)
    expect(await listTasks(world.services, datanetId, a)).toHaveLength(1)
    await world.db.delete(reviewPolicies).where(eq(reviewPolicies.datanetId, datanetId))
    await expect(listTasks(world.services, datanetId, a)).rejects.toMatchObject({ code: 'REVIEW_NOT_SET' })
  })

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
      for (let round = 0; round < 3; round += 1) await review(datanetId, [[account, accept]])
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

  test('a list and curators-only keep others out', async () => {
    const listed = await world.makeDatanet(1, { ...plain, mode: 'listed' })
    await expect(leaseTasks(world.services, listed.datanetId, a, 1)).rejects.toMatchObject({
      code: 'REVIEW_NOT_LISTED',
    })
    const closed = await world.makeDatanet(1, { ...plain, mode: 'curators' })
    await expect(leaseTasks(world.services, closed.datanetId, a, 1)).rejects.toMatchObject({ code: 'REVIEW_FORBIDDEN' })
    await leaseTasks(world.services, closed.datanetId, CURATOR, 1)
    expect(await listTasks(world.services, closed.datanetId, CURATOR)).toHaveLength(1)
    const free = await world.makeDatanet(1, null)
    await expect(leaseTasks(world.services, free.datanetId, a, 1)).rejects.toMatchObject({ code: 'REVIEW_NOT_SET' })
  })
})
