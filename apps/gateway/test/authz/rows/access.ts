import {
  describeRequest,
  getReading,
  listAccess,
  listReads,
  refuseAccess,
  setVisibility,
} from '@openledger/core/api/access.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: getReading,
    object: 'the private Datanet',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/reading` }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: setVisibility,
    object: 'the private Datanet, to be closed',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/visibility`, body: { visibility: 'private' } }),
    outcomes: { owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: setVisibility,
    object: 'the private Datanet, to be opened against its contributors’ licence',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/visibility`, body: { visibility: 'public' } }),
    outcomes: { owner: 'VISIBILITY_LICENCE_CLOSED', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listReads,
    object: 'the reviewed Datanet, in whose log a reviewer’s records are not told',
    ask: ({ reviewed }) => ({ path: `/v1/datanets/${reviewed.datanetId}/reads` }),
    read: (text) => {
      const { data } = listReads.response.parse(JSON.parse(text))
      const blind = data.filter(({ right }) => right === 'reviewer')
      return blind.length > 0 && blind.every(({ commitments }) => commitments?.length === 0) ? 'allowed' : 'not blind'
    },
    outcomes: { owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
    sees: { owner: ['reviewer'] },
  },
  {
    route: listAccess,
    object: 'the private Datanet, which the payer asked for in vain',
    ask: ({ datanetId }) => ({ path: `/v1/datanets/${datanetId}/access` }),
    outcomes: { anyone: 'allowed' },
    sees: { owner: ['accessWords', 'refusalReason'], payer: ['accessWords', 'refusalReason'] },
  },
  {
    route: describeRequest,
    object: 'words of one’s own to the owner',
    ask: ({ reviewed }) => ({
      path: `/v1/datanets/${reviewed.datanetId}/access/request`,
      body: { words: 'For a field guide.' },
    }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: refuseAccess,
    object: 'the revoked developer’s new request',
    ask: async ({ datanetId, address, reopenRequest }, { person }) => {
      if (person === 'owner') await reopenRequest()
      return {
        path: `/v1/datanets/${datanetId}/access/${address('revokedDeveloper')}/refusal`,
        body: { reason: 'Not again.' },
      }
    },
    outcomes: { owner: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: refuseAccess,
    object: 'a request of the stranger, who asked for nothing',
    ask: ({ datanetId, address }) => ({
      path: `/v1/datanets/${datanetId}/access/${address('stranger')}/refusal`,
      body: { reason: 'Never.' },
    }),
    outcomes: { owner: 'ACCESS_REQUEST_NOT_FOUND', anyone: 'AUTH_FORBIDDEN' },
  },
])
