import { listEvaluationPairs } from '@openledger/core/api/evaluations.ts'
import { firstShown } from '@openledger/core/evaluation/firstShown.ts'
import { evaluationPlace, evaluationTextsSchema } from '@openledger/db/json/evaluationTexts.ts'
import { countPairs, unjudgedPairs } from '../../evaluations/judgements.ts'
import { judgingOf } from '../../evaluations/judgingOf.ts'
import { logJudging } from '../../evaluations/readingsToJudge.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/evaluations/{id}/pairs: answers to judge, without telling whose they are. */
export const handler = defineHandler(listEvaluationPairs, async ({ account, params, query, deps }) => {
  const { job, judging, readings, seed } = await judgingOf(deps, params.id, account)
  const rows = await unjudgedPairs(deps.db, judging, query.limit ?? 10)
  // The developer's own reading was written down when the evaluation was asked for.
  if (account !== job.developer) await logJudging(deps, readings, rows)
  const data = rows.flatMap(({ jobId, place, texts }) => {
    const { expected, asked } = evaluationTextsSchema.parse(deps.contents.open(evaluationPlace(jobId, place), texts))
    const [pair] = asked
    if (pair === undefined) return []
    const answers = [pair.adapter, pair.base] as const
    const [a, b] = firstShown(seed, place) === 'adapter' ? answers : [answers[1], answers[0]]
    return [{ place, prompt: pair.prompt, expected, a, b }]
  })
  return { data, ...(await countPairs(deps.db, judging)) }
})
