import { keyListSchema } from '@openledger/core/api/keys.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import OpenAI from 'openai'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Answer, failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

const PAYER = 9
const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Count up.' }], max_tokens: 3 }
const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })),
  openledger: z.object({ callId: z.string(), fee: z.string() }),
})

/** What keys are held to, and requests that are sent twice. */
export function keySuite(stack: () => Stack): void {
  let channelId = ''
  let most = 0n
  const keyWith = async (limits: object): Promise<{ apiKey: string; keyId: string }> => {
    const answer = await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', {
      channelId,
      name: 'limited',
      ...limits,
    })
    expect(answer.status, JSON.stringify(answer.json)).toBe(201)
    return z.object({ apiKey: z.string(), keyId: z.string() }).parse(answer.json)
  }
  const ask = (apiKey: string, more: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    request(stack().url, 'POST', '/v1/chat/completions', {
      body: { ...body, ...more },
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
    })
  const callsOf = (keyId: string) => stack().db.select().from(calls).where(eq(calls.apiKeyId, keyId))
  beforeAll(async () => {
    ;({ channelId } = await openCredit(stack(), PAYER, 10n ** 18n))
    const { messages } = { messages: [{ role: 'user' as const, content: 'Count up.' }] }
    most = BigInt(await stack().engine.countTokens({ base: BASE_MODEL, messages })) * 1_000n + 3n * 2_000n
  })

  test('20 parallel calls on a key’s budget for 5 spend no more than it, whatever the channel holds', async () => {
    const budget = most * 5n
    const { apiKey, keyId } = await keyWith({ budget: budget.toString() })
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(apiKey)))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(failure)).toEqual(refused.map(() => ({ status: 402, code: 'KEY_BUDGET_SPENT' })))
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(5)
    const fees = answers
      .filter(({ status }) => status === 200)
      .reduce((sum, { json }) => sum + BigInt(answerSchema.parse(json).openledger.fee), 0n)
    const [key] = await stack().db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    expect(key).toMatchObject({ used: fees, reserved: 0n })
    expect(fees).toBeLessThanOrEqual(budget)
    const { data } = keyListSchema.parse((await signedRequest(stack().url, testAccount(PAYER), 'GET', '/v1/keys')).json)
    expect(data[0]).toMatchObject({ keyId, spent: fees.toString(), reserved: '0', limits: { budget: `${budget}` } })
    expect(JSON.stringify(data)).not.toContain(apiKey)
  })

  test('a key calls its models alone, and ends when it was to end', async () => {
    const unknown = { channelId, name: 'x', models: ['no-such-model'] }
    expect(failure(await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', unknown))).toEqual({
      status: 404,
      code: 'MODEL_NOT_FOUND',
    })
    const { apiKey, keyId } = await keyWith({ models: [BASE_MODEL] })
    expect((await ask(apiKey)).status).toBe(200)
    const other = `0x${'5'.repeat(64)}` as const
    await stack()
      .db.update(apiKeys)
      .set({ models: [other] })
      .where(eq(apiKeys.id, keyId))
    expect(failure(await ask(apiKey))).toEqual({ status: 403, code: 'KEY_MODEL_NOT_ALLOWED' })
    const ended = await keyWith({ expiresAt: Math.floor(Date.now() / 1000) - 1 })
    expect(failure(await ask(ended.apiKey))).toEqual({ status: 401, code: 'AUTH_KEY_EXPIRED' })
  })

  test('rates: what is left is told, what is over is refused until it fits, and a stock client tries again', async () => {
    const { apiKey, keyId } = await keyWith({ requestsPerMinute: 2, tokensPerMinute: 10_000 })
    const began_ms = Date.now()
    const first = await ask(apiKey)
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2')
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1')
    expect(Number(first.headers.get('x-ratelimit-remaining-tokens'))).toBeGreaterThan(9_000)
    expect((await ask(apiKey)).status).toBe(200)
    const third = await ask(apiKey)
    expect(failure(third)).toEqual({ status: 429, code: 'KEY_RATE_EXCEEDED' })
    expect(third.headers.get('x-ratelimit-remaining-requests')).toBe('0')
    const retryAfter_s = Number(third.headers.get('retry-after'))
    expect(retryAfter_s).toBeGreaterThanOrEqual(60 - (Date.now() - began_ms) / 1000)
    expect(retryAfter_s).toBeLessThanOrEqual(60)
    expect(await callsOf(keyId)).toHaveLength(2)
    // A minute but a second later: the client waits as it is told, and its second try is served.
    const ago = (call: { startedAt: Date }) => new Date(call.startedAt.getTime() - 58_500)
    for (const call of await callsOf(keyId))
      await stack()
        .db.update(calls)
        .set({ startedAt: ago(call) })
        .where(eq(calls.callId, call.callId))
    const client = new OpenAI({ baseURL: `${stack().url}/v1`, apiKey, maxRetries: 1 })
    const answer = await client.chat.completions.create({ ...body, messages: [{ role: 'user', content: 'Count up.' }] })
    expect(answer.choices[0]?.message.content).not.toBe('')
    const small = await keyWith({ tokensPerMinute: 2 })
    expect(failure(await ask(small.apiKey))).toEqual({ status: 400, code: 'KEY_CALL_TOO_LARGE' })
  })

  test('the same request under one Idempotency-Key is one call and one fee, also side by side and streamed', async () => {
    const { apiKey, keyId } = await keyWith({})
    const headers = { 'idempotency-key': 'once' }
    const together = await Promise.all(Array.from({ length: 6 }, () => ask(apiKey, {}, headers)))
    const open = together.filter(({ status }) => status !== 200)
    expect(open.map(failure)).toEqual(open.map(() => ({ status: 409, code: 'IDEMPOTENCY_CALL_OPEN' })))
    expect(open.map((answer) => answer.headers.get('retry-after'))).toEqual(open.map(() => '1'))
    const first = together.find(({ status }) => status === 200)
    const again = await ask(apiKey, {}, headers)
    expect(again.headers.get('x-openledger-repeated')).toBe('true')
    expect(again.headers.get('x-openledger-call-id')).toBe(first?.headers.get('x-openledger-call-id'))
    expect(answerSchema.parse(again.json)).toEqual(answerSchema.parse(first?.json))
    expect(await callsOf(keyId)).toHaveLength(1)
    expect(failure(await ask(apiKey, { max_tokens: 2 }, headers))).toEqual({
      status: 409,
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
    const other = await keyWith({})
    expect((await ask(other.apiKey, {}, headers)).headers.get('x-openledger-repeated')).toBeNull()

    const stream = async () => {
      const response = await fetch(`${stack().url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ ...body, stream: true }),
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': 'stream' },
      })
      const lines = (await response.text()).split('\n\n').filter((line) => line.startsWith('data: {'))
      const chunkSchema = z.object({
        choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })),
        openledger: z.object({ callId: z.string(), fee: z.string() }).optional(),
      })
      const chunks = lines.map((line) => chunkSchema.parse(JSON.parse(line.slice(6))))
      const text = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? '')).join('')
      return { text, evidence: chunks.at(-1)?.openledger }
    }
    expect(await stream()).toEqual(await stream())
    expect(await callsOf(keyId)).toHaveLength(2)
    const bad = await ask(apiKey, {}, { 'idempotency-key': 'x'.repeat(256) })
    expect(failure(bad)).toEqual({ status: 400, code: 'IDEMPOTENCY_KEY_INVALID' })
  })

  test('a caller who hangs up on a whole answer gets it by asking again; a failed call is made anew', async () => {
    const { apiKey, keyId } = await keyWith({})
    const long = { messages: [{ role: 'user', content: 'Tell me a long story.' }], max_tokens: 150 }
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': 'gone' }
    const impatient = new AbortController()
    const sent = fetch(`${stack().url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...body, ...long }),
      headers,
      signal: impatient.signal,
    })
    await expect.poll(async () => (await callsOf(keyId)).length, { timeout: 30_000 }).toBe(1)
    impatient.abort()
    await expect(sent).rejects.toThrow()
    await expect.poll(async () => (await callsOf(keyId))[0]?.status, { timeout: 30_000 }).toBe('settled')
    const again = await ask(apiKey, long, { 'idempotency-key': 'gone' })
    const [call] = await callsOf(keyId)
    expect(answerSchema.parse(again.json).choices[0]?.message.content).toBe(call?.answer)
    expect(await stack().db.$count(receipts, eq(receipts.callId, call?.callId ?? '0x'))).toBe(1)

    const failed = await ask(apiKey, {}, { 'idempotency-key': 'failed' })
    const { callId } = answerSchema.parse(failed.json).openledger
    const id = callId as `0x${string}`
    await stack().db.delete(receipts).where(eq(receipts.callId, id))
    await stack().db.update(calls).set({ status: 'failed' }).where(eq(calls.callId, id))
    const anew = await ask(apiKey, {}, { 'idempotency-key': 'failed' })
    expect(anew.status).toBe(200)
    expect(answerSchema.parse(anew.json).openledger.callId).not.toBe(callId)
    const [channel] = await stack()
      .db.select()
      .from(channels)
      .where(eq(channels.channelId, channelId as `0x${string}`))
    expect(channel?.reserved).toBe(0n)
  })
}
