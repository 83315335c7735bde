import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import type { WorkerLogger } from '../workerLogger.ts'

/** What somebody asked of a job that runs. */
export type Asked = 'stop' | 'cancel'

/** How often is looked, ms. */
const EVERY_ms = 300

/** An eye on what is asked of one job while it runs. */
export type AskedWatch = {
  /** Aborted as soon as something is asked. */
  readonly signal: AbortSignal
  /** What was asked; a cancel stands above a stop. */
  readonly asked: () => Asked | undefined
  readonly end: () => void
}

/** Looks, until it is ended, whether the job's row asks it to stop or to be cancelled. */
export function watchAsked(db: Database, jobId: string, logger: WorkerLogger): AskedWatch {
  const controller = new AbortController()
  let asked: Asked | undefined
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    try {
      const [row] = await db
        .select({ asked: trainingJobs.asked })
        .from(trainingJobs)
        .where(eq(trainingJobs.jobId, jobId))
      asked = row?.asked ?? asked
      if (asked !== undefined)
        controller.abort(new OpenLedgerError(workerErrors.WORKER_JOB_ENDED, `The job is to ${asked}.`))
    } catch (error) {
      // The next look may succeed; what is asked stays in the row.
      logger.error({ jobId, error: String(error) }, 'looking at what is asked of a job failed')
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), EVERY_ms)
  return { signal: controller.signal, asked: () => asked, end: () => clearInterval(timer) }
}
