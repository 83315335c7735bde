import { callSchema } from '@openledger/core/api/calls.ts'
import { embeddingResponseSchema } from '@openledger/core/api/embeddings.ts'
import { createdKeySchema } from '@openledger/core/api/keys.ts'
import { modelListSchema } from '@openledger/core/api/models.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import OpenAI from 'openai'
import { beforeAll, expect, test } from 'vitest'
import { createGateway } from '../../src/createGateway.ts'
import { type Answer, failure, openCredit, request, signedRequest } from '../requests.ts'
import { BASE_MODEL, EMBEDDING_MODEL, listen, type Stack, testAccount } from '../stack.ts'

const PAYER = 6
const texts = ['A river.', 'A stream of water.', 'The price of a model.']

/** Texts to vectors: a call that reads and writes no tokens. */
export function embeddingSuite(stack: () => Stack): void {
  let channelId = ''
  let apiKey = ''
  const keyWith = async (limits: object) => {
    const body = { channelId, name: 'vectors', ...limits }
    const answer = await signedRequest(stack().url, testAccount(PAYER), 'POST', '/v1/keys', body)
    return createdKeySchema.parse(answer.json)
  }
  const ask = (key: string, body: object, more: Record<string, string> = {}, url = stack().url): Promise<Answer> =>
    request(url, 'POST', '/v1/embeddings', {
      body: { model: EMBEDDING_MODEL, input: texts, ...body },
      headers: { authorization: `Bearer ${key}`, ...more },
    })
  const tokensOf = async (input: readonly string[]) => {
    let sum = 0
    for (const text of input) sum += await stack().engine.countTokens({ base: EMBEDDING_MODEL, text })
    return sum
  }
  beforeAll(async () => {
    ;({ channelId, apiKey } = await openCredit(stack(), PAYER, 10n ** 18n))
  })

  test('the stock client gets the engine’s vectors; one call is billed for what it read, and proven by its receipt', async () => {
    const { url, engine } = stack()
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const answer = await client.embeddings.create({ model: EMBEDDING_MODEL, input: texts })
    const wanted = await engine.embed({ texts })
    expect(answer.data.map(({ index }) => index)).toEqual([0, 1, 2])
    for (const [place, { embedding }] of answer.data.entries()) {
      expect(embedding).toHaveLength(384)
      for (const [at, number] of embedding.entries()) expect(number).toBeCloseTo(wanted[place]?.[at] ?? 2, 6)
    }
    const tokens = await tokensOf(texts)
    expect(answer.usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens })
    const { openledger } = embeddingResponseSchema.parse(answer)
    const receipt = receiptSchema.parse(openledger.receipt)
    expect(receipt).toMatchObject({ inputTokens: tokens, outputTokens: 0, fee: BigInt(tokens) * 500n })
    const messages = texts.map((content) => ({ role: 'user' as const, content }))
    expect(receipt.requestHash).toBe(saltedHash(openledger.salt, canonicalJson(messages)))

    const base64 = embeddingResponseSchema.parse((await ask(apiKey, { encoding_format: 'base64' })).json)
    const told = JSON.stringify(base64.data.map(({ embedding }) => embedding))
    expect(base64.openledger.receipt?.responseHash).toBe(saltedHash(base64.openledger.salt, told))
    const float = embeddingResponseSchema.parse((await ask(apiKey, { encoding_format: 'float' })).json)
    expect(float.data[0]?.embedding).toEqual(answer.data[0]?.embedding)

    const { callId } = openledger
    const headers = { authorization: `Bearer ${apiKey}` }
    const call = callSchema.parse((await request(url, 'GET', `/v1/calls/${callId}`, { headers })).json)
    expect(call).toMatchObject({ status: 'settled', model: EMBEDDING_MODEL, messages, answer: told, attribution: null })
  })

  test('as many texts as there may be come back in their order', async () => {
    const many = Array.from({ length: 256 }, (_, place) => `Number ${place}.`)
    const { data, openledger } = embeddingResponseSchema.parse((await ask(apiKey, { input: many })).json)
    expect(data).toHaveLength(256)
    const one = embeddingResponseSchema.parse((await ask(apiKey, { input: many[200] })).json)
    expect(data[200]?.embedding).toEqual(one.data[0]?.embedding)
    expect(openledger.receipt?.inputTokens).toBe(await tokensOf(many))
  })

  test('one text is one vector; the same request under one Idempotency-Key is one call', async () => {
    const { apiKey: key, keyId } = await keyWith({})
    const named = { 'idempotency-key': 'vectors' }
    const [first, again] = [await ask(key, { input: 'A river.' }, named), await ask(key, { input: 'A river.' }, named)]
    expect(embeddingResponseSchema.parse(first.json).data).toHaveLength(1)
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('x-openledger-repeated')).toBe('true')
    const rows = await stack().db.select().from(calls).where(eq(calls.apiKeyId, keyId))
    expect(rows).toHaveLength(1)
  })

  test('parallel calls on a budget for three spend no more than it', async () => {
    const fee = BigInt(await tokensOf(texts)) * 500n
    const { apiKey: key, keyId } = await keyWith({ budget: String(4n * fee - 1n) })
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(key, {})))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(failure)).toEqual(Array.from({ length: 7 }, () => ({ status: 402, code: 'KEY_BUDGET_SPENT' })))
    const [row] = await stack().db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    expect(row).toMatchObject({ used: 3n * fee, reserved: 0n })
  })

  test('an engine that fails bills nothing', async () => {
    const { apiKey: key, keyId } = await keyWith({})
    const { engine, deps, db } = stack()
    const failing = {
      generate: engine.generate.bind(engine),
      score: engine.score.bind(engine),
      embed: () => Promise.reject(new Error('It broke.')),
      countTokens: engine.countTokens.bind(engine),
      tokenize: engine.tokenize.bind(engine),
      capabilities: engine.capabilities.bind(engine),
      health: engine.health.bind(engine),
      close: engine.close.bind(engine),
    }
    const gateway = await createGateway({ ...deps, engine: failing })
    const server = await listen(gateway.app.fetch)
    const answer = await ask(key, {}, {}, server.url)
    expect(failure(answer)).toEqual({ status: 500, code: 'GATEWAY_INTERNAL' })
    const [call] = await db.select().from(calls).where(eq(calls.apiKeyId, keyId))
    expect(call).toMatchObject({ status: 'failed', answer: null, errorCode: 'GATEWAY_INTERNAL' })
    expect(await db.$count(receipts, eq(receipts.callId, call?.callId ?? '0x'))).toBe(0)
    const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    expect(row).toMatchObject({ used: 0n, reserved: 0n })
    await gateway.close({ patience_ms: 0 })
    server.close()
  })

  test('models say what they make, and are called by the routes for it alone', async () => {
    const { url } = stack()
    const { data } = modelListSchema.parse((await request(url, 'GET', '/v1/models')).json)
    const kinds = new Map(data.map(({ id, openledger }) => [id, openledger.kind]))
    expect([kinds.get(BASE_MODEL), kinds.get(EMBEDDING_MODEL)]).toEqual(['text', 'embedding'])
    const otherKind = { status: 400, code: 'MODEL_OTHER_KIND' }
    expect(failure(await ask(apiKey, { model: BASE_MODEL }))).toEqual(otherKind)
    const headers = { authorization: `Bearer ${apiKey}` }
    const chat = { model: EMBEDDING_MODEL, messages: [{ role: 'user', content: 'Hi' }] }
    expect(failure(await request(url, 'POST', '/v1/chat/completions', { body: chat, headers }))).toEqual(otherKind)
    const completion = { model: EMBEDDING_MODEL, prompt: 'Hi' }
    expect(failure(await request(url, 'POST', '/v1/completions', { body: completion, headers }))).toEqual(otherKind)
  })

  test('requests that are wrong are refused by code, and no call is reserved', async () => {
    const before = await stack().db.$count(calls)
    const cases: [object, number, string][] = [
      [{ input: '' }, 400, 'REQUEST_INVALID'],
      [{ input: [] }, 400, 'REQUEST_INVALID'],
      [{ input: ['a', ''] }, 400, 'REQUEST_INVALID'],
      [{ input: Array.from({ length: 257 }, () => 'a') }, 400, 'REQUEST_INVALID'],
      [{ input: 'a\0' }, 400, 'REQUEST_INVALID'],
      [{ input: 'a\ud83d' }, 400, 'REQUEST_INVALID'],
      [{ encoding_format: 'int8' }, 400, 'REQUEST_INVALID'],
      [{ input: [1, 2] }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      [{ dimensions: 256 }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      [{ unheard_of: 1 }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      [{ input: ['a', 'word '.repeat(600)] }, 400, 'CONTEXT_OVERFLOW'],
      [{ model: 'unknown' }, 404, 'MODEL_NOT_FOUND'],
    ]
    for (const [change, status, code] of cases)
      expect(failure(await ask(apiKey, change)), JSON.stringify(change).slice(0, 80)).toEqual({ status, code })
    expect(await stack().db.$count(calls)).toBe(before)
    expect((await ask(apiKey, { dimensions: 384, user: 'u' })).headers.get('x-openledger-ignored')).toBe('user')
  })
}
