import { getCheckSettings, setCheckSettings } from '@openledger/core/api/checks.ts'
import { getDatanet, getDraft, listDisputes } from '@openledger/core/api/datanets.ts'
import { getData } from '@openledger/core/api/dataStore.ts'
import { listDatanets } from '@openledger/core/api/explorer.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: listDatanets,
    object: 'all Datanets',
    ask: () => ({ path: '/v1/datanets' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getDatanet,
    object: 'the owner’s Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getDraft,
    object: 'the owner’s Datanet, from which a record was withdrawn',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/draft` }),
    outcomes: { owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listDisputes,
    object: 'the owner’s Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/disputes` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: getCheckSettings,
    object: 'the owner’s Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/checks` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: setCheckSettings,
    object: 'the owner’s Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/checks`, body: {} }),
    outcomes: { owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: getData,
    object: 'the leaf file of the owner’s version',
    ask: ({ dataHash }) => ({ path: `/v1/data/${dataHash}` }),
    outcomes: { anyone: 'allowed' },
  },
])
