import { listCalls } from '@openledger/core/api/calls.ts'
import { getInfo } from '@openledger/core/api/info.ts'
import { createKey } from '@openledger/core/api/keys.ts'
import { verifyRequest } from '@openledger/core/eip712/signedRequest.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { startTestServer, type TestAnswer, type TestRequest } from '../test/testServer.ts'
import { type Caller, callRoute } from './callRoute.ts'
import { followJob } from './followJob.ts'

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
let server: Awaited<ReturnType<typeof startTestServer>> | undefined
afterEach(() => server?.stop())
async function serve(
  answer: (request: TestRequest) => Promise<TestAnswer>,
  more: Partial<Caller> = {},
): Promise<Caller> {
  server = await startTestServer(answer)
  return { gatewayUrl: server.url, chainId: 31337, fetch: (input, init) => fetch(input, init), ...more }
}
const channelId = `0x${'ab'.repeat(32)}` as const
const limits = { budget: null, models: null, requestsPerMinute: null, tokensPerMinute: null, expiresAt: null }

test('a signed request verifies over method, path and body, and two have different nonces', async () => {
  const headers: string[] = []
  const caller = await serve(
    async ({ authorization: header, method, path, body }) => {
      headers.push(header)
      const signed = await verifyRequest({
        header,
        method,
        path,
        body,
        chainId: 31337,
        now: Math.floor(Date.now() / 1000),
      })
      expect(signed.account).toBe(account.address.toLowerCase())
      return {
        status: 201,
        json: { keyId: crypto.randomUUID(), apiKey: 'x'.repeat(20), channelId, name: 'n', scopes: ['call'], limits },
      }
    },
    { account },
  )
  const request = { body: { channelId, name: 'n' } }
  expect(await callRoute(createKey, request, caller)).toMatchObject({ name: 'n' })
  await callRoute(createKey, request, caller)
  expect(headers[0]).not.toBe(headers[1])
  await expect(callRoute(createKey, request, { ...caller, account: undefined })).rejects.toMatchObject({
    code: 'SDK_ACCOUNT_NEEDED',
  })
})

test("the gateway's error arrives with its code, status, hint and details", async () => {
  const error = {
    message: 'No.',
    type: 'insufficient_quota',
    code: 'PAYMENT_INSUFFICIENT_CREDIT',
    param: null,
    hint: 'Pay.',
    details: { missing: '5' },
  }
  const caller = await serve(async () => ({ status: 402, json: { error } }))
  await expect(callRoute(listCalls, { query: { limit: 3 } }, caller)).rejects.toMatchObject({
    name: 'OpenLedgerError',
    code: 'PAYMENT_INSUFFICIENT_CREDIT',
    status: 402,
    hint: 'Pay.',
    details: { missing: '5' },
  })
})

test.each([
  ['not JSON', 200, 'text'],
  ['another shape', 200, { data: [{ callId: 'x' }] }],
  ['an error of another server', 502, 'Bad Gateway'],
])('%s is a coded error', async (_, status, answer) => {
  const caller = await serve(async () =>
    typeof answer === 'string' ? { status, text: answer } : { status, json: answer },
  )
  await expect(callRoute(listCalls, {}, caller)).rejects.toMatchObject({ code: 'SDK_BAD_ANSWER' })
})

test('nobody there is a coded error that says what to do', async () => {
  const caller: Caller = { gatewayUrl: 'http://127.0.0.1:9', chainId: 1, fetch }
  await expect(callRoute(getInfo, {}, caller)).rejects.toMatchObject({
    code: 'SDK_UNREACHABLE',
    hint: expect.stringContaining('gateway'),
  })
})

test('a broken event stream goes on after the last event seen, each event once', async () => {
  const asked: (string | undefined)[] = []
  const line = (sequence: number) => `id: ${sequence}\nevent: step\ndata: {"type":"step","step":${sequence}}\n\n`
  const job = (status: string) => ({
    jobId: crypto.randomUUID(),
    kind: 'train',
    status,
    createdAt: 1,
    updatedAt: 1,
    result: null,
    error: null,
  })
  const caller = await serve(
    async ({ path, lastEventId }) => {
      if (!path.endsWith('/events')) return { json: job(asked.length < 3 ? 'running' : 'succeeded') }
      asked.push(lastEventId)
      if (asked.length === 1) return { text: line(1) + line(2), cut: true }
      if (asked.length === 2) return { text: `: waiting\n\n${line(3)}id: 4\nevent: st`, cut: true }
      return { text: line(4) }
    },
    { account },
  )
  const sequences: number[] = []
  for await (const { sequence } of followJob(crypto.randomUUID(), undefined, caller)) sequences.push(sequence)
  expect(sequences).toEqual([1, 2, 3, 4])
  expect(asked).toEqual([undefined, '2', '3'])
})
