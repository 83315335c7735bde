import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { callModel } from './callModel.ts'

const error = {
  message: 'The call can cost 5 wei; the channel has 1 wei left.',
  type: 'insufficient_quota',
  code: 'PAYMENT_INSUFFICIENT_CREDIT',
  param: null,
  hint: 'Deposit more OPEN into the channel.',
  details: { available: '1' },
}
const call = { model: 'm', question: 'Q', maxTokens: 3, stream: false }
const clientOf = (fetch: (url: unknown, init?: RequestInit) => Promise<Response>) =>
  new OpenAI({ baseURL: 'http://gateway.example/v1', apiKey: 'k', maxRetries: 0, fetch })

test('a refusal comes with the gateway’s code and what to do', async () => {
  const client = clientOf(async () => Response.json({ error }, { status: 402 }))
  const { code, message, hint } = error
  await expect(callModel(client, call)).rejects.toMatchObject({ code, message: expect.stringContaining(message), hint })
})

test('so does an error in the middle of a stream', async () => {
  const lines = ['{"choices":[{"index":0,"delta":{"content":"Hi"}}]}', JSON.stringify({ error })]
  const text = lines.map((line) => `data: ${line}\n\n`).join('')
  const client = clientOf(async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }))
  await expect(callModel(client, { ...call, stream: true })).rejects.toMatchObject({ code: error.code })
})

test('an answer can be asked for that follows a schema', async () => {
  let body: unknown
  const whole = { choices: [{ index: 0, message: { role: 'assistant', content: '1' }, finish_reason: 'stop' }] }
  const client = clientOf(async (_url, init) => {
    body = JSON.parse(String(init?.body))
    return Response.json(whole, { headers: { 'x-openledger-call-id': '0x1' } })
  })
  const schema = { type: 'integer' }
  expect(await callModel(client, { ...call, schema })).toEqual({ callId: '0x1', text: '1' })
  const format = { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } }
  expect(body).toMatchObject({ response_format: format })
})

test('a gateway that is away is said so', async () => {
  const client = clientOf(async () => Promise.reject(new TypeError('fetch failed')))
  await expect(callModel(client, call)).rejects.toMatchObject({ code: 'SDK_UNREACHABLE' })
})
