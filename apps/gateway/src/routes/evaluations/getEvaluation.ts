import { getEvaluation } from '@openledger/core/api/evaluations.ts'
import { findEvaluation } from '../../evaluations/findEvaluation.ts'
import { toApiEvaluation } from '../../evaluations/toApiEvaluation.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/evaluations/{id}: state and figures, for the evaluation's developer. */
export const handler = defineHandler(getEvaluation, async ({ account, params, deps }) =>
  toApiEvaluation(deps.db, await findEvaluation(deps.db, params.id, account)),
)
