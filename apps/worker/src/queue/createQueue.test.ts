import { PGlite } from '@electric-sql/pglite'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { QueueConnection } from '@openledger/db/openedDatabase.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import type { CatalogueJob, JobContext } from '../catalogue/defineJob.ts'
import { toCatalogueJob } from '../catalogue/toCatalogueJob.ts'
import { workerErrors } from '../errors.ts'
import { createQueue } from './createQueue.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const schema = z.strictObject({ value: z.int() })
const base = { schema, timeoutSeconds: 30, retry: { limit: 2, delaySeconds: 0 } }

describe.each(['embedded', 'server'] as const)('on the %s database', (kind) => {
  let connection: QueueConnection
  beforeAll(async () => {
    connection = kind === 'server' ? { kind, url: await freshDatabase() } : { kind, pglite: await PGlite.create() }
  }, 60_000)
  afterAll(async () => {
    if (connection.kind === 'embedded') await connection.pglite.close()
  })

  function queueOf(...jobs: CatalogueJob[]) {
    return createQueue({
      connection,
      catalogue: new Map(jobs.map((job) => [job.name, job])),
      logger: silent,
      contextOf: (context) => context as JobContext,
    })
  }

  test('runs a job with its validated input, retries what may pass, not what cannot', async () => {
    const seen: string[] = []
    const finished = Promise.withResolvers<void>()
    const flaky = toCatalogueJob({
      ...base,
      name: 'flaky',
      handler: async ({ value }, { attempt }) => {
        seen.push(`flaky ${value} ${attempt}`)
        if (attempt === 0) throw new Error('passing weakness')
        finished.resolve()
        return undefined
      },
    })
    const refused = toCatalogueJob({
      ...base,
      name: 'refused',
      handler: async ({ value }) => {
        seen.push(`refused ${value}`)
        throw new OpenLedgerError(workerErrors.TRAIN_NO_RECORDS, 'none')
      },
    })
    const queue = queueOf(flaky, refused)
    await expect(queue.enqueue('flaky', { value: 1 })).rejects.toMatchObject({ code: 'WORKER_NOT_STARTED' })
    await queue.start()
    await expect(queue.enqueue('missing', {})).rejects.toMatchObject({ code: 'WORKER_JOB_UNKNOWN' })
    await expect(queue.enqueue('flaky', { value: 'x' })).rejects.toMatchObject({ code: 'WORKER_JOB_INVALID' })
    await queue.enqueue('refused', { value: 2 })
    await queue.enqueue('flaky', { value: 1 })
    await finished.promise
    await queue.stop()
    expect(seen.filter((line) => line.startsWith('refused'))).toEqual(['refused 2'])
    expect(seen.filter((line) => line.startsWith('flaky'))).toEqual(['flaky 1 0', 'flaky 1 1'])
  }, 20_000)

  test('a job that runs when the process ends is taken up at the next start, uncounted', async () => {
    const attempts: number[] = []
    const done = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    const first = queueOf(
      toCatalogueJob({
        ...base,
        name: 'long',
        handler: async (_input, { signal, attempt }) => {
          attempts.push(attempt)
          began.resolve()
          return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        },
      }),
    )
    await first.start()
    await first.enqueue('long', { value: 1 })
    await began.promise
    await first.stop()
    const second = queueOf(
      toCatalogueJob({
        ...base,
        name: 'long',
        handler: async (_input, { attempt }) => {
          attempts.push(attempt)
          done.resolve()
          return undefined
        },
      }),
    )
    await second.start()
    await done.promise
    await second.stop()
    expect(attempts).toEqual([0, 0])
  }, 20_000)
})
