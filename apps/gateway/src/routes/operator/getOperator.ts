import { getOperator } from '@openledger/core/api/operator.ts'
import { requireOperator } from '../../auth/requireOperator.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { readOperator } from '../../operator/readOperator.ts'

/** GET /v1/operator: how the node does. Operator only. */
export const handler = defineHandler(getOperator, async ({ account, deps, answerHeaders }) => {
  requireOperator(account, deps, 'sees how the node does')
  answerHeaders.set('cache-control', 'no-store')
  return readOperator(deps)
})
