import { createKey, createSigner, deleteKey, listKeys } from '@openledger/core/api/keys.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: createSigner,
    object: 'a signer of one’s own',
    ask: () => ({ path: '/v1/signers' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createKey,
    object: 'a key for the payer’s channel',
    ask: ({ channelId }) => ({ path: '/v1/keys', body: { channelId, name: 'mine' } }),
    outcomes: { payer: 'allowed', anyone: 'AUTH_FORBIDDEN' },
  },
  {
    route: listKeys,
    object: 'keys of one’s own',
    ask: () => ({ path: '/v1/keys' }),
    outcomes: { anyone: 'allowed' },
    sees: { payer: ['keyName'] },
  },
  {
    route: deleteKey,
    object: 'a key of the payer',
    ask: async ({ spareKey }) => ({ path: `/v1/keys/${(await spareKey()).id}` }),
    outcomes: { payer: 'allowed', anyone: 'KEY_NOT_FOUND' },
  },
])
