import { getDatanetTexts, putDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { description } from '../reviewedDatanet.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: putDatanetTexts,
    object: 'the description whose hash the owner put on chain, whoever brings it',
    ask: ({ reviewed }) => ({ path: `/v1/datanets/${reviewed.datanetId}/description`, body: { description } }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: putDatanetTexts,
    object: 'another description of the owner’s Datanet',
    ask: ({ reviewed }) => ({
      path: `/v1/datanets/${reviewed.datanetId}/description`,
      body: { description: { ...description, title: 'Mine' } },
    }),
    outcomes: { anyone: 'DATANET_TEXT_OTHER' },
  },
  {
    route: getDatanetTexts,
    object: 'the owner’s Datanet',
    ask: ({ reviewed }) => ({ path: `/v1/datanets/${reviewed.datanetId}/description` }),
    outcomes: { anyone: 'allowed' },
  },
])
