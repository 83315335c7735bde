import { createJudgement } from '@openledger/core/api/evaluations.ts'
import { countPairs, judgePair } from '../../evaluations/judgements.ts'
import { judgingOf } from '../../evaluations/judgingOf.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/evaluations/{id}/judgements: which answer of a pair is better. */
export const handler = defineHandler(createJudgement, async ({ account, params, body, deps }) => {
  const { judging, seed } = await judgingOf(deps, params.id, account)
  await judgePair(deps.db, judging, { ...body, seed })
  return countPairs(deps.db, judging)
})
