import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/freshDatabase.ts'
import { openDatabase } from '../openDatabase.ts'
import type { OpenedDatabase } from '../openedDatabase.ts'
import { curveBlocks } from '../schema/curveBlocks.ts'
import { jobEvents } from '../schema/jobEvents.ts'
import { trainingJobs } from '../schema/trainingJobs.ts'
import { appendJobEvent } from './appendJobEvent.ts'
import { CURVE_BLOCK, packPoints, unpackPoints } from './curveBlock.ts'
import { lastSequenceOf, readCurve } from './readCurve.ts'

const developer = `0x${'a'.repeat(40)}` as const
const step = (number: number, loss = 1 / number) => ({
  type: 'progress',
  step: number,
  steps: 3_000,
  epoch: 1,
  loss,
  lr: 1e-4 / number,
  gradNorm: Math.sin(number) ** 2,
  tokens: number * 100,
  tokensPerSecond: 123.5,
  secondsLeft: 3,
})

describe.each(['embedded', 'PostgreSQL'])('the history of a training, %s', (kind) => {
  let database: OpenedDatabase
  beforeAll(async () => {
    database = await openDatabase(kind === 'embedded' ? {} : { url: await freshDatabase() })
  })
  afterAll(async () => database?.close())

  const makeJob = async () => {
    const jobId = randomUUID()
    await database.db.insert(trainingJobs).values({ jobId, kind: 'train', developer, name: 'long', request: {} })
    return jobId
  }

  test('comes whole, packed or not: steps once, others in order, nothing behind the last event asked for', async () => {
    const { db } = database
    const jobId = await makeJob()
    const events = Array.from({ length: CURVE_BLOCK + 100 }, (_, place) =>
      place % 300 === 299 ? { type: 'evaluation', step: place, loss: 2, tokens: 1 } : step(place + 1),
    )
    for (const event of events) await appendJobEvent(db, jobId, event)
    expect(await lastSequenceOf(db, jobId)).toBe(events.length)
    const packed = await db.select().from(curveBlocks).where(eq(curveBlocks.jobId, jobId))
    expect(packed.map(({ block }) => block)).toEqual([0])
    const whole = await readCurve(db, jobId, events.length)
    const steps = events.filter((event) => 'lr' in event)
    expect(whole.points.map((point) => point.step)).toEqual(steps.map((event) => event.step))
    expect(whole.points.at(-1)).toEqual({
      step: events.length,
      loss: 1 / events.length,
      lr: 1e-4 / events.length,
      gradNorm: Math.sin(events.length) ** 2,
      tokensPerSecond: 123.5,
    })
    expect(whole.others.map(({ event }) => event)).toEqual(events.filter(({ type }) => type === 'evaluation'))
    // What a kill kept from being packed is packed when it is read.
    await db.delete(curveBlocks).where(and(eq(curveBlocks.jobId, jobId), eq(curveBlocks.block, 0)))
    expect(await readCurve(db, jobId, events.length)).toEqual(whole)
    expect(await db.$count(curveBlocks, eq(curveBlocks.jobId, jobId))).toBe(1)
    const early = await readCurve(db, jobId, 10)
    expect([early.points.length, early.others.length]).toEqual([10, 0])
    const [row] = await db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
    expect(row?.progress).toEqual(events.at(-1))
  })

  test('steps that are done again after a restart stand for those that were done first', async () => {
    const jobId = await makeJob()
    const told = [1, 2, 3, 4, 5]
    for (const number of told) await appendJobEvent(database.db, jobId, step(number))
    await appendJobEvent(database.db, jobId, { type: 'resumed', ...{ step: 3 } })
    for (const number of [4, 5, 6]) await appendJobEvent(database.db, jobId, step(number, 0.5))
    const { points } = await readCurve(database.db, jobId, 9)
    expect(points.map((point) => [point.step, point.loss])).toEqual([
      [1, 1],
      [2, 1 / 2],
      [3, 1 / 3],
      [4, 0.5],
      [5, 0.5],
      [6, 0.5],
    ])
  })

  test('whatever a model says is kept as far as a database can', async () => {
    const jobId = await makeJob()
    const text = 'a\0b \ud800 <b>\\u0000</b> “é”'
    await appendJobEvent(database.db, jobId, { type: 'sample', ...{ step: 1, prompt: 'p', text } })
    const { others } = await readCurve(database.db, jobId, 1)
    expect(others.map(({ event }) => event)).toEqual([
      { type: 'sample', step: 1, prompt: 'p', text: 'ab \ufffd <b>\\u0000</b> “é”' },
    ])
  })

  test('a job of before its last sequence was kept counts on from its events', async () => {
    const jobId = await makeJob()
    await database.db.insert(jobEvents).values([1, 2].map((sequence) => ({ jobId, sequence, event: { type: 'old' } })))
    expect(await lastSequenceOf(database.db, jobId)).toBe(2)
    expect(await appendJobEvent(database.db, jobId, { type: 'new' })).toBe(3)
  })
})

test('numbers are packed without losing a bit', () => {
  const points = [
    { step: 1, loss: Math.PI, lr: Number.MIN_VALUE, gradNorm: -0, tokensPerSecond: 1e300 },
    { step: 2, loss: 0.1 + 0.2, lr: 1, gradNorm: 2 ** 53, tokensPerSecond: 3 },
  ]
  expect(unpackPoints(packPoints(points))).toEqual(points)
  expect(unpackPoints(packPoints([]))).toEqual([])
})
