import { listEvaluationAnswers } from '@openledger/core/api/evaluations.ts'
import { findEvaluation } from '../../evaluations/findEvaluation.ts'
import { readAnswers } from '../../evaluations/readAnswers.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/evaluations/{id}/answers: side by side, a page at a time, for the evaluation's developer. */
export const handler = defineHandler(listEvaluationAnswers, async ({ account, params, query, deps }) => {
  const { jobId } = await findEvaluation(deps.db, params.id, account)
  const { only = 'all', after = -1, limit = 50 } = query
  return readAnswers(deps, jobId, account, { only, after, limit })
})
