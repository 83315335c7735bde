import { getAccountProfile } from '@openledger/core/api/accountProfile.ts'
import { createClaim, getAccount, getDidDocument } from '@openledger/core/api/accounts.ts'
import { getTotals, listAccounts, listPrices } from '@openledger/core/api/explorer.ts'
import { getAccountFlow, getEpochFlow } from '@openledger/core/api/flows.ts'
import { getModel, listModels } from '@openledger/core/api/models.ts'
import { getModelFigures, listRegistrations } from '@openledger/core/api/registrations.ts'
import { searchAll } from '@openledger/core/api/search.ts'
import { getWallet } from '@openledger/core/api/x402.ts'
import { BASE_MODEL } from '../../stack.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: getTotals,
    object: 'the ledger',
    ask: () => ({ path: '/v1/totals' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listAccounts,
    object: 'all accounts',
    ask: () => ({ path: '/v1/accounts' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listRegistrations,
    object: 'all models on chain',
    ask: () => ({ path: '/v1/registrations' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getModelFigures,
    object: 'a model that nobody registered',
    ask: () => ({ path: `/v1/models/0x${'4'.repeat(64)}/figures` }),
    outcomes: { anyone: 'MODEL_NOT_FOUND' },
  },
  {
    route: getAccountProfile,
    object: 'the contributor’s account',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('contributor')}/profile` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getAccountFlow,
    object: 'the contributor’s account',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('contributor')}/flow` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getEpochFlow,
    object: 'an epoch that is not there',
    ask: () => ({ path: '/v1/epochs/999/flow' }),
    outcomes: { anyone: 'EPOCH_NOT_FOUND' },
  },
  {
    route: searchAll,
    object: 'the payer’s call',
    ask: ({ callId }) => ({ path: `/v1/search?term=${callId}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getAccount,
    object: 'the contributor’s account',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('contributor')}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getDidDocument,
    object: 'the kept account',
    ask: ({ address }) => ({ path: `/v1/accounts/${address('keptAccount')}/did.json` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createClaim,
    object: 'the contributor’s income, which goes to the contributor whoever asks',
    ask: ({ address }) => ({ path: '/v1/claims', body: { account: address('contributor') } }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getWallet,
    object: 'the payer’s wallet',
    ask: ({ address }) => ({ path: `/v1/wallets/${address('payer')}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listModels,
    object: 'all models',
    ask: () => ({ path: '/v1/models' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getModel,
    object: 'the operator’s model',
    ask: () => ({ path: `/v1/models/${BASE_MODEL}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listPrices,
    object: 'a model that nobody registered',
    ask: () => ({ path: `/v1/models/0x${'4'.repeat(64)}/prices` }),
    outcomes: { anyone: 'MODEL_NOT_FOUND' },
  },
])
