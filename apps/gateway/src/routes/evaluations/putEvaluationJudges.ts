import { putEvaluationJudges } from '@openledger/core/api/evaluations.ts'
import { findEvaluation } from '../../evaluations/findEvaluation.ts'
import { readJudges, setJudges } from '../../evaluations/judges.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** PUT /v1/evaluations/{id}/judges: whom its developer asks to judge pairs. */
export const handler = defineHandler(putEvaluationJudges, async ({ account, params, body, deps }) => {
  const { jobId } = await findEvaluation(deps.db, params.id, account)
  // Its developer judges without being asked.
  const judges = new Set(body.judges.filter((judge) => judge !== account))
  await setJudges(deps.db, jobId, [...judges])
  return { judges: await readJudges(deps.db, jobId) }
})
