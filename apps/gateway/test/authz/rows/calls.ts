import { createVoucher, getCall, listCalls } from '@openledger/core/api/calls.ts'
import { createChatCompletion } from '@openledger/core/api/chat.ts'
import { createCompletion } from '@openledger/core/api/completions.ts'
import { createEmbedding } from '@openledger/core/api/embeddings.ts'
import { createRecheck } from '@openledger/core/api/recheck.ts'
import { BASE_MODEL, EMBEDDING_MODEL } from '../../stack.ts'
import { defineRows } from '../row.ts'

export const rows = defineRows([
  {
    route: createChatCompletion,
    object: 'a call at the expense of the key’s channel',
    ask: () => ({
      path: '/v1/chat/completions',
      body: { model: BASE_MODEL, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 1 },
    }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createCompletion,
    object: 'a call at the expense of the key’s channel',
    ask: () => ({ path: '/v1/completions', body: { model: BASE_MODEL, prompt: 'Hi', max_tokens: 1 } }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createEmbedding,
    object: 'a call to a model that nobody registered',
    ask: () => ({ path: '/v1/embeddings', body: { model: EMBEDDING_MODEL, input: 'Hi' } }),
    outcomes: { anyone: 'MODEL_NOT_FOUND' },
  },
  {
    route: getCall,
    object: 'the payer’s call',
    ask: ({ callId }) => ({ path: `/v1/calls/${callId}` }),
    outcomes: { anyone: 'allowed' },
    sees: { payer: ['prompt', 'callSalt'] },
  },
  {
    route: createVoucher,
    object: 'the payer’s call, paid already',
    ask: ({ callId }) => ({ path: `/v1/calls/${callId}/voucher`, body: { signature: `0x${'1'.repeat(130)}` } }),
    outcomes: { payer: 'allowed', anyone: 'CALL_NOT_FOUND' },
    sees: { payer: ['callSalt'] },
  },
  {
    route: listCalls,
    object: 'all calls',
    ask: () => ({ path: '/v1/calls?limit=100' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createRecheck,
    object: 'the payer’s call, which no record answered',
    ask: ({ callId }) => ({ path: `/v1/calls/${callId}/recheck` }),
    outcomes: { operator: 'CALL_NOT_ATTRIBUTED', anyone: 'AUTH_FORBIDDEN' },
  },
])
