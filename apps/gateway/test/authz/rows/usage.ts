import { getUsage, getUsageStatement } from '@openledger/core/api/usage.ts'
import { defineRows } from '../row.ts'

// Both are of whoever asks: what a caller may hold of others' secrets is nothing.
export const rows = defineRows([
  {
    route: getUsage,
    object: 'usage of one’s own',
    ask: () => ({ path: '/v1/usage' }),
    outcomes: { anyone: 'allowed' },
    sees: { payer: ['keyName'] },
  },
  {
    route: getUsageStatement,
    object: 'a statement of one’s own',
    ask: () => ({ path: '/v1/usage/statement?from=2020-01-01' }),
    outcomes: { anyone: 'allowed' },
  },
])
