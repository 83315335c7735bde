import { createEvaluationRequestSchema, evaluationReportSchema } from '@openledger/core/api/evaluations.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluations } from '@openledger/db/schema/evaluations.ts'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import { findJob, type TrackedJob } from '../jobs/trackedJobs.ts'
import { isJudge } from './judges.ts'

/**
 * An account's own evaluation. Another's is not told from one that is not there.
 *
 * @throws EVALUATION_NOT_FOUND
 */
export async function findEvaluation(db: Database, evaluationId: string, developer: Address): Promise<TrackedJob> {
  const job = await findJob(db, evaluationId, 'evaluate').catch(() => undefined)
  if (job?.developer === developer) return job
  throw new OpenLedgerError(gatewayErrors.EVALUATION_NOT_FOUND, `There is no evaluation ${evaluationId} of yours.`)
}

/**
 * An evaluation whose pairs an account may judge: its developer, or whom the developer asked. To anybody else it is not
 * there.
 *
 * @throws EVALUATION_NOT_FOUND
 */
export async function findJudgeable(db: Database, evaluationId: string, judge: Address): Promise<TrackedJob> {
  const job = await findJob(db, evaluationId, 'evaluate').catch(() => undefined)
  if (job?.developer === judge || (job !== undefined && (await isJudge(db, evaluationId, judge)))) return job
  throw new OpenLedgerError(
    gatewayErrors.EVALUATION_NOT_FOUND,
    `There is no evaluation ${evaluationId} for you to judge.`,
  )
}

/** Its report; undefined while there is none. */
export async function readReport(
  db: Database,
  evaluationId: string,
): Promise<z.output<typeof evaluationReportSchema> | undefined> {
  const [row] = await db.select().from(evaluations).where(eq(evaluations.jobId, evaluationId))
  return row && evaluationReportSchema.parse(row.report)
}

/** The same, where it has succeeded. @throws EVALUATION_NOT_READY */
export async function requireReport(db: Database, { jobId, status }: TrackedJob) {
  const report = status === 'succeeded' ? await readReport(db, jobId) : undefined
  if (report !== undefined) return report
  throw new OpenLedgerError(gatewayErrors.EVALUATION_NOT_READY, `The evaluation ${jobId} is ${status}.`)
}

/** What was asked for. */
export function requestOf({ request }: TrackedJob) {
  return createEvaluationRequestSchema.parse(request)
}
