import type { QueueConnection } from '@openledger/db/openedDatabase.ts'
import { loadCatalogue } from './catalogue/loadCatalogue.ts'
import { giveContents } from './committee/giveContents.ts'
import { answerDemands } from './epoch/answerDemands.ts'
import { closeBeforeWithdrawal } from './epoch/closeBeforeWithdrawal.ts'
import { creditCalls } from './epoch/creditCalls.ts'
import { finalizeEpochs } from './epoch/finalizeEpochs.ts'
import { attributeWhenIdle } from './pollers/attributeWhenIdle.ts'
import { type Poller, startPoller } from './pollers/startPoller.ts'
import { createQueue } from './queue/createQueue.ts'
import type { JobQueue } from './queue/jobQueue.ts'
import { resumeWork } from './recovery/resumeWork.ts'
import { eraseSpans } from './spans/eraseSpans.ts'
import { sweepWork } from './training/workFolder.ts'
import type { WorkerDeps } from './workerDeps.ts'

/** Background work of a node. `enqueue` is what the gateway is given. */
export type Worker = JobQueue & {
  /** Takes up what a dead process left, then works. */
  start(): Promise<void>
  /** Aborts what runs and waits until it has stopped; the next start takes it up. */
  stop(): Promise<void>
}

/** Settings of a worker. */
export type WorkerOptions = {
  /** How often posted epochs are looked at, in ms. */
  readonly finalizeEvery_ms?: number
  /** How often unattributed calls are looked for, in ms; 0: only when an epoch closes. */
  readonly attributeEvery_ms?: number
  /** How often what is left of withdrawn records is looked for, in ms. */
  readonly eraseEvery_ms?: number
  /** Ends what ran out in the reviews of records; the gateway's, given by whoever starts both. */
  readonly sweepReviews?: () => Promise<void>
  /** How often, in ms. */
  readonly sweepEvery_ms?: number
}

/**
 * Makes a worker.
 *
 * @param connection the same database that `deps.db` is.
 * @example
 * const worker = await createWorker(deps, database.queue)
 * await worker.start()
 * await worker.enqueue('train', { jobId })
 */
export async function createWorker(
  deps: WorkerDeps,
  connection: QueueConnection,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { eraseEvery_ms = 30_000, finalizeEvery_ms = 1_000, attributeEvery_ms = 2_000 } = options
  const { sweepReviews, sweepEvery_ms = 15_000 } = options
  const { logger } = deps
  const catalogue = await loadCatalogue()
  const queue = createQueue({ connection, catalogue, logger, contextOf: (context) => ({ ...context, deps }) })
  let pollers: Poller[] = []
  return {
    enqueue: queue.enqueue,
    start: async () => {
      await sweepWork(deps.db, deps.modelsDir, Date.now())
      await queue.start()
      const resumed = await resumeWork(deps, queue.database(), queue)
      if (resumed > 0) logger.info({ resumed }, 'unfinished work of the last process put back into the queue')
      pollers = [
        startPoller('finalize', async () => finalizeEpochs(deps.db, deps.chain), {
          every_ms: finalizeEvery_ms,
          logger,
        }),
        startPoller('demands', async () => answerDemands(deps), { every_ms: finalizeEvery_ms, logger }),
        startPoller('committees', async () => giveContents(deps), { every_ms: finalizeEvery_ms, logger }),
        startPoller('erased words', async () => eraseSpans(deps), { every_ms: eraseEvery_ms, logger }),
        startPoller('withdrawals', async () => closeBeforeWithdrawal(deps, queue), {
          every_ms: finalizeEvery_ms,
          logger,
        }),
      ]
      if (attributeEvery_ms > 0) {
        pollers.push(
          startPoller('attribute', async () => attributeWhenIdle(deps, queue), { every_ms: attributeEvery_ms, logger }),
          startPoller('credits', async () => creditCalls(deps), { every_ms: attributeEvery_ms, logger }),
        )
      }
      if (sweepReviews !== undefined)
        pollers.push(startPoller('reviews', sweepReviews, { every_ms: sweepEvery_ms, logger }))
    },
    stop: async () => {
      await Promise.all(pollers.map(async (poller) => poller.stop()))
      await queue.stop()
    },
  }
}
