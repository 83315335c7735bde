import { randomUUID } from 'node:crypto'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { appendJobEvent } from './appendJobEvent.ts'

test('events that come at once are numbered one after the other', async () => {
  const { db, close } = await openDatabase({ url: await freshDatabase() })
  const jobId = randomUUID()
  const developer = `0x${'a'.repeat(40)}` as const
  await db.insert(trainingJobs).values({ jobId, kind: 'train', developer, name: 'many', request: {} })
  const places = Array.from({ length: 20 }, (_, place) => place + 1)
  const numbers = await Promise.all(places.map((place) => appendJobEvent(db, jobId, { type: `event ${place}` })))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(places)
  const kept = await db.select().from(jobEvents).orderBy(asc(jobEvents.sequence))
  expect(kept.map(({ sequence }) => sequence)).toEqual(places)
  await close()
})
