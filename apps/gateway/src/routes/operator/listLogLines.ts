import { listLogLines } from '@openledger/core/api/operator.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/operator/logs: the last lines of the log. Operator only. */
export const handler = defineHandler(listLogLines, async ({ account, query, deps, answerHeaders }) => {
  requireOperator(account, deps, 'reads the log')
  answerHeaders.set('cache-control', 'no-store')
  const { data, next } = deps.logTail?.read(query) ?? { data: [], next: 0 }
  return { data: [...data], next }
})
