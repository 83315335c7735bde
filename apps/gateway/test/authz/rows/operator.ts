import { getOperator, listLogLines } from '@openledger/core/api/operator.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: getOperator,
    object: 'the node’s figures',
    ask: () => ({ path: '/v1/operator' }),
    outcomes: { operator: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listLogLines,
    // Every planted secret has passed through the gateway by then: none may stand in its log.
    object: 'the node’s log',
    ask: () => ({ path: '/v1/operator/logs?limit=1000&level=debug' }),
    outcomes: { operator: 'allowed', anyone: 'AUTH_FORBIDDEN' },
    // The log names accounts, those of reviewers too.
    maySee: { operator: ['reviewer'] },
  },
])
