import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { QueueConnection } from '@openledger/db/openedDatabase.ts'
import { type Db, fromPglite, type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { CatalogueJob, JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import type { WorkerLogger } from '../workerLogger.ts'
import type { JobQueue } from './jobQueue.ts'
import { queueSchema, recoverInterruptedJobs } from './recoverInterruptedJobs.ts'

/** One job of a name at a time; a notification wakes the worker at once, the poll finds retries. */
const workOptions = {
  includeMetadata: true,
  perJobResults: true,
  batchSize: 1,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
} as const

/** What a queue runs on. */
export type CreateQueueParameters = {
  readonly connection: QueueConnection
  readonly catalogue: ReadonlyMap<string, CatalogueJob>
  readonly logger: WorkerLogger
  /** Gives a handler its dependencies; called once for each run. */
  readonly contextOf: (context: Omit<JobContext, 'deps'>) => JobContext
}

/** A queue that runs the catalogue's jobs, one at a time for each name. */
export type Queue = JobQueue & {
  start(): Promise<void>
  stop(): Promise<void>
  /** What the jobs are kept in; once it has started. */
  database(): Db
}

/** Connections to a server's database for the queue's own statements. */
const CONNECTIONS = 3

/**
 * Runs a job catalogue on pg-boss. pg-boss keeps the jobs, their retries and their pace.
 *
 * @returns start (gives back what a dead process was running, then works), stop (aborts what
 * runs; it is taken up at the next start) and enqueue.
 */
export function createQueue({ connection, catalogue, logger, contextOf }: CreateQueueParameters): Queue {
  const boss = new PgBoss({
    ...(connection.kind === 'embedded'
      ? { db: fromPglite(connection.pglite), backend: 'pglite' as const }
      : { connectionString: connection.url, max: CONNECTIONS }),
    schema: queueSchema,
    useListenNotify: true,
    schedule: false,
    reindex: false,
  })
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  const interrupted: string[] = []
  let started = false
  boss.on('error', (error) => logger.error({ error: String(error) }, 'job queue'))

  const runOne = async (job: CatalogueJob, item: JobWithMetadata<object>): Promise<JobResult> => {
    const lastAttempt = item.retryCount >= item.retryLimit
    const signal = AbortSignal.any([item.signal, stopping.signal])
    const log = { job: job.name, jobId: item.id, attempt: item.retryCount }
    logger.info(log, 'job started')
    try {
      const context = contextOf({ jobId: item.id, attempt: item.retryCount, lastAttempt, signal })
      const output = await job.run(item.data, context)
      logger.info(log, 'job done')
      return { id: item.id, status: 'completed', ...(output && { output }) }
    } catch (error) {
      if (stopping.signal.aborted) interrupted.push(item.id)
      const known = OpenLedgerError.find(error)
      logger.error(
        { ...log, code: known?.code, error: error instanceof Error ? error.stack : String(error) },
        'job failed',
      )
      const output = { code: known?.code ?? 'INTERNAL', message: known?.message ?? String(error) }
      return { id: item.id, status: isRetryable(error) ? 'failed' : 'deadletter', output }
    }
  }

  return {
    database: () => boss.getDb(),
    start: async () => {
      await boss.start()
      const recovered = await recoverInterruptedJobs(boss.getDb())
      if (recovered > 0) logger.info({ recovered }, 'jobs of the last process taken up again')
      for (const job of catalogue.values()) {
        const options = {
          retryLimit: job.retry.limit,
          retryDelay: job.retry.delaySeconds,
          expireInSeconds: job.timeoutSeconds,
        }
        await boss.createQueue(job.name, { notify: true, policy: job.exclusive ? 'exclusive' : 'standard' })
        await boss.updateQueue(job.name, options)
        await boss.work<object, object, typeof workOptions>(job.name, workOptions, async (items) => {
          const results = Promise.all(items.map((item) => runOne(job, item)))
          running.add(results)
          return results.finally(() => running.delete(results))
        })
      }
      started = true
    },
    stop: async () => {
      if (!started) return
      started = false
      stopping.abort(new OpenLedgerError(workerErrors.WORKER_STOPPED, 'The worker is stopping.'))
      await Promise.allSettled(running)
      // Its connections stay until what was interrupted is given back.
      await boss.stop({ graceful: true, timeout: 5_000, close: false })
      if (interrupted.length > 0) await recoverInterruptedJobs(boss.getDb(), interrupted)
      if (connection.kind === 'server') await boss.stop({ graceful: false, close: true })
    },
    enqueue: async (name, data, options = {}) => {
      const job = catalogue.get(name)
      if (!job) throw new OpenLedgerError(workerErrors.WORKER_JOB_UNKNOWN, `There is no job named ${name}.`)
      job.parse(data)
      if (!started) throw new OpenLedgerError(workerErrors.WORKER_NOT_STARTED, 'The worker has not started.')
      const id = await boss.send(name, data, {
        ...(options.id !== undefined && { id: options.id }),
        ...(options.startAfterSeconds !== undefined && { startAfter: options.startAfterSeconds }),
      })
      return id ?? options.id ?? ''
    },
  }
}

/** Faults of the input stay faults when tried again; faults of the machine may not. */
function isRetryable(error: unknown): boolean {
  const known = OpenLedgerError.find(error)
  return known === undefined || known.status >= 500
}
