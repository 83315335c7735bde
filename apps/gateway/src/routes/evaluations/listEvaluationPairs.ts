import { listEvaluationPairs } from '@openledger/core/api/evaluations.ts'
import { firstShown } from '@openledger/core/evaluation/firstShown.ts'
import { findEvaluation, requireReport } from '../../evaluations/findEvaluation.ts'
import { countPairs, unjudgedPairs } from '../../evaluations/judgements.ts'
import { textReader } from '../../evaluations/readAnswers.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/evaluations/{id}/pairs: answers to judge, without telling whose they are. */
export const handler = defineHandler(listEvaluationPairs, async ({ account, params, query, deps }) => {
  const job = await findEvaluation(deps.db, params.id, account)
  const { seed } = await requireReport(deps.db, job)
  const rows = await unjudgedPairs(deps.db, job.jobId, account, query.limit ?? 10)
  const open = await textReader(deps, account, rows)
  const data = rows.flatMap((row) => {
    const texts = open(row)
    const pair = texts?.asked[0]
    if (texts === null || pair === undefined) return []
    const answers = [pair.adapter, pair.base] as const
    const [a, b] = firstShown(seed, row.place) === 'adapter' ? answers : [answers[1], answers[0]]
    return [{ place: row.place, prompt: pair.prompt, expected: texts.expected, a, b }]
  })
  return { data, ...(await countPairs(deps.db, job.jobId, account)) }
})
