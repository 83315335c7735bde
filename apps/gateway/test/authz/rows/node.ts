import { createAdapter, deleteAdapter, getAdapter, listAdapters, verifyAdapter } from '@openledger/core/api/adapters.ts'
import { getChallenges } from '@openledger/core/api/challenges.ts'
import { createEpoch, getEpoch, listEpochs } from '@openledger/core/api/epochs.ts'
import { getHealth, getInfo } from '@openledger/core/api/info.ts'
import { defineRows } from '../row.ts'

const id = '5'.repeat(64)

export const rows = defineRows([
  {
    route: createAdapter,
    object: 'a folder of the node’s machine',
    ask: () => ({ path: '/v1/adapters', body: { source: '/nowhere' } }),
    outcomes: { operator: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listAdapters,
    object: 'the node’s store',
    ask: () => ({ path: '/v1/adapters' }),
    outcomes: { operator: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: getAdapter,
    object: 'an adapter that is not in the node’s store',
    ask: () => ({ path: `/v1/adapters/${id}` }),
    outcomes: { operator: 'ADAPTER_NOT_FOUND', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: verifyAdapter,
    object: 'an adapter that is not in the node’s store',
    ask: () => ({ path: `/v1/adapters/${id}/verify` }),
    outcomes: { operator: 'ADAPTER_NOT_FOUND', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: deleteAdapter,
    object: 'an adapter that is not in the node’s store',
    ask: () => ({ path: `/v1/adapters/${id}` }),
    outcomes: { operator: 'ADAPTER_NOT_FOUND', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: createEpoch,
    object: 'the node’s epoch',
    ask: () => ({ path: '/v1/epochs' }),
    outcomes: { operator: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listEpochs,
    object: 'all epochs',
    ask: () => ({ path: '/v1/epochs' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getEpoch,
    object: 'an epoch that is not there',
    ask: () => ({ path: '/v1/epochs/999' }),
    outcomes: { anyone: 'EPOCH_NOT_FOUND' },
  },
  {
    route: getChallenges,
    object: 'an epoch that is not there',
    ask: () => ({ path: '/v1/epochs/999/challenges' }),
    outcomes: { anyone: 'EPOCH_NOT_FOUND' },
  },
  {
    route: getHealth,
    object: 'the node',
    ask: () => ({ path: '/healthz' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getInfo,
    object: 'the node',
    ask: () => ({ path: '/v1/info' }),
    outcomes: { anyone: 'allowed' },
  },
])
