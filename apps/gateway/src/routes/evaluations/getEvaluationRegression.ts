import { getEvaluationRegression } from '@openledger/core/api/evaluations.ts'
import { compareEvaluations } from '../../evaluations/compareEvaluations.ts'
import { findEvaluation, requireReport } from '../../evaluations/findEvaluation.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/evaluations/{id}/regression: against an earlier evaluation of the same developer. */
export const handler = defineHandler(getEvaluationRegression, async ({ account, params, query, deps }) => {
  const [now, before] = [
    await findEvaluation(deps.db, params.id, account),
    await findEvaluation(deps.db, query.against, account),
  ]
  await requireReport(deps.db, now)
  await requireReport(deps.db, before)
  return compareEvaluations(deps.db, now.jobId, before.jobId)
})
