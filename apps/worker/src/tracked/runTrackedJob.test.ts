import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import type { OpenedDatabase } from '@openledger/db/openedDatabase.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { runTrackedJob, type TrackedJob } from './runTrackedJob.ts'

describe('tracked jobs', () => {
  let database: OpenedDatabase
  beforeAll(async () => {
    database = await openDatabase({ url: await freshDatabase() })
  })
  afterAll(async () => database?.close())

  const nothing = () => undefined
  const contextOf = (jobId: string, signal: AbortSignal): JobContext => {
    const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
    // No job here needs more of what jobs work with.
    const deps = { db: database.db, logger } as Partial<WorkerDeps> as WorkerDeps
    return { jobId, attempt: 0, lastAttempt: true, signal, deps }
  }
  const make = async (more: Partial<typeof trainingJobs.$inferInsert> = {}) => {
    const jobId = randomUUID()
    const developer = `0x${'a'.repeat(40)}` as const
    await database.db.insert(trainingJobs).values({ jobId, kind: 'train', developer, name: 'x', request: {}, ...more })
    return jobId
  }
  const rowOf = async (jobId: string) => {
    const [row] = await database.db.select().from(trainingJobs).where(eq(trainingJobs.jobId, jobId))
    return row
  }
  const ask = (jobId: string, asked: TrackedJob['asked']) =>
    database.db.update(trainingJobs).set({ asked }).where(eq(trainingJobs.jobId, jobId))
  const typesOf = async (jobId: string) => {
    const rows = await database.db
      .select()
      .from(jobEvents)
      .where(eq(jobEvents.jobId, jobId))
      .orderBy(asc(jobEvents.sequence))
    return rows.map(({ event }) => (event as { type: string }).type)
  }
  const never = new AbortController().signal
  /** Works until it is told to end, as a trainer's process does. */
  const untilAborted = async (_job: TrackedJob, { signal }: JobContext): Promise<never> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new OpenLedgerError(workerErrors.WORKER_JOB_TIMEOUT, 'cut')))
    })

  test('what is asked of a job that runs is done within a second, and is no failure', async () => {
    for (const [asked, status] of [
      ['stop', 'stopped'],
      ['cancel', 'cancelled'],
    ] as const) {
      const jobId = await make()
      const discarded: string[] = []
      const discard = async (job: TrackedJob) => void discarded.push(job.jobId)
      const running = runTrackedJob(jobId, contextOf(jobId, never), untilAborted, { discard })
      await expect.poll(() => typesOf(jobId)).toEqual(['started'])
      const at = performance.now()
      await ask(jobId, asked)
      expect(await running).toBeUndefined()
      expect(performance.now() - at).toBeLessThan(5_000)
      expect(await rowOf(jobId)).toMatchObject({ status, asked: null, error: null })
      expect(await typesOf(jobId)).toEqual(['started', status])
      expect(discarded).toEqual(asked === 'cancel' ? [jobId] : [])
    }
  })

  test('a job that is at rest does not run, whatever the queue has of it; a cancelled one’s leavings go', async () => {
    for (const status of ['stopped', 'cancelled', 'failed', 'succeeded'] as const) {
      const jobId = await make({ status })
      let discards = 0
      const work = async (): Promise<never> => Promise.reject(new Error('it ran'))
      const discard = async () => void discards++
      expect(await runTrackedJob(jobId, contextOf(jobId, never), work, { discard })).toBeUndefined()
      expect(await typesOf(jobId)).toEqual([])
      expect(discards).toBe(status === 'cancelled' ? 1 : 0)
    }
  })

  test('what was asked while nothing ran it (a restart, a pause before a retry) is done before anything else', async () => {
    const jobId = await make({ status: 'running', asked: 'stop' })
    const work = async (): Promise<never> => Promise.reject(new Error('it ran'))
    expect(await runTrackedJob(jobId, contextOf(jobId, never), work)).toBeUndefined()
    expect(await rowOf(jobId)).toMatchObject({ status: 'stopped', asked: null })
  })

  test('the process’s own end is neither a stop nor a failure: the job goes on at the next start, and then obeys', async () => {
    const jobId = await make()
    const ending = new AbortController()
    const running = runTrackedJob(jobId, contextOf(jobId, ending.signal), untilAborted)
    const ended = expect(running).rejects.toThrow()
    await expect.poll(() => typesOf(jobId)).toEqual(['started'])
    await ask(jobId, 'cancel')
    ending.abort(new OpenLedgerError(workerErrors.WORKER_STOPPED, 'The worker is stopping.'))
    await ended
    await sleep(400)
    expect(await rowOf(jobId)).toMatchObject({ status: 'running', asked: 'cancel' })
    expect(await runTrackedJob(jobId, contextOf(jobId, never), untilAborted)).toBeUndefined()
    expect(await rowOf(jobId)).toMatchObject({ status: 'cancelled', asked: null })
  })

  test('work that was done before it heard of the stop has succeeded', async () => {
    const jobId = await make()
    const work = async () => {
      await ask(jobId, 'stop')
      return { result: { done: true } }
    }
    expect(await runTrackedJob(jobId, contextOf(jobId, never), work)).toEqual({ done: true })
    expect(await rowOf(jobId)).toMatchObject({ status: 'succeeded', asked: null, result: { done: true } })
  })
})
