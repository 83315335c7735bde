import { getBalance, getEarnings, getStatement } from '@openledger/core/api/earnings.ts'
import { defineRows } from '../row.ts'

// What accounts earn is in the payouts of posted epochs, which anybody can check; so is what they hold on chain.
export const rows = defineRows([
  {
    route: getEarnings,
    object: 'the contributor’s earnings',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('contributor')}/earnings` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getStatement,
    object: 'the contributor’s statement',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('contributor')}/statement` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getBalance,
    object: 'the payer’s balance',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('payer')}/balance` }),
    outcomes: { anyone: 'allowed' },
  },
])
