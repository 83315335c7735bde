import { createJudgement } from '@openledger/core/api/evaluations.ts'
import { findEvaluation, requireReport } from '../../evaluations/findEvaluation.ts'
import { countPairs, judgePair } from '../../evaluations/judgements.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/evaluations/{id}/judgements: which answer of a pair is better. */
export const handler = defineHandler(createJudgement, async ({ account, params, body, deps }) => {
  const job = await findEvaluation(deps.db, params.id, account)
  const { seed } = await requireReport(deps.db, job)
  await judgePair(deps.db, job.jobId, account, { ...body, seed })
  return countPairs(deps.db, job.jobId, account)
})
