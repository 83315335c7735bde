import type { Address } from '@openledger/core/api/primitives.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { findJudgeable, requireReport } from './findEvaluation.ts'
import type { PairsFor } from './judgements.ts'
import { closedOf, type ReadingsToJudge, readingsToJudge } from './readingsToJudge.ts'

/** An account before the pairs of an evaluation that is done. */
export type OpenJudging = {
  readonly job: TrackedJob
  readonly judging: PairsFor
  readonly readings: ReadingsToJudge
  /** By which sides are drawn: never told to a judge. */
  readonly seed: number
}

/**
 * What an account may judge of an evaluation.
 * @throws EVALUATION_NOT_FOUND, EVALUATION_NOT_READY, CHAIN_*
 */
export async function judgingOf(deps: GatewayServices, evaluationId: string, account: Address): Promise<OpenJudging> {
  const job = await findJudgeable(deps.db, evaluationId, account)
  const { seed } = await requireReport(deps.db, job)
  const readings = await readingsToJudge(deps, evaluationId, account)
  return { job, seed, readings, judging: { evaluationId, judge: account, closed: closedOf(readings) } }
}
