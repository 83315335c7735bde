import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { appealReview } from '@openledger/data/review/appealReview.ts'
import { decideReview } from '@openledger/data/review/decideReview.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviewPolicies } from '@openledger/db/schema/reviewPolicies.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { reviewAll } from '../../test/reviewAll.ts'
import { CONTRIBUTOR, CURATOR, OWNER, openReviewWorld, person, type ReviewWorld } from '../../test/reviewWorld.ts'
import { answerTasks } from './answerTasks.ts'
import { changeReview } from './changeReview.ts'
import { changeReviews } from './changeReviews.ts'
import { leaseTasks } from './leaseTasks.ts'
import { listCases } from './listCases.ts'
import { listOwn } from './listOwn.ts'
import { listTasks } from './listTasks.ts'
import { sweepReviews } from './sweepReviews.ts'
import { takenRecords } from './takenRecords.ts'

const accept: ReviewAnswer = { verdict: 'accept', reason: null, note: null }
const refuse: ReviewAnswer = { verdict: 'refuse', reason: 'wrong', note: 'No source says so.' }
/** Open to anyone, no test, no golden questions: what these tests add one by one. */
const plain = { testQuestions: 0, goldenShareBps: 0 }
const [a, b, c, _d] = [11, 12, 13, 14].map(person) as [Address, Address, Address, Address]

describe.each(['PostgreSQL', 'PGlite'])('reviews on %s', (kind) => {
  let world: ReviewWorld
  beforeAll(async () => {
    world = await openReviewWorld(kind === 'PGlite' ? undefined : await freshDatabase())
  })
  afterAll(async () => world?.close())

  const taken = async (datanetId: Hash32) =>
    (await takenRecords(world.db, datanetId, undefined)).map(({ commitment }) => commitment).sort()

  test('without a policy the checks decide; with one the reviews too', async () => {
    const free = await world.makeDatanet(2, null)
    expect(await taken(free.datanetId)).toEqual(free.commitments)
    const { datanetId, commitments } = await world.makeDatanet(2, { ...plain, reviews: 3 })
    expect(await taken(datanetId)).toEqual([])
    await reviewAll(world, datanetId, [
      [a, accept],
      [b, accept],
    ])
    expect(await taken(datanetId)).toEqual([])
    await reviewAll(world, datanetId, [[c, refuse]])
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
    await reviewAll(world, datanetId, [
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
