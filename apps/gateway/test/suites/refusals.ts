import { calls } from '@openledger/db/schema/calls.ts'
import { requestNonces } from '@openledger/db/schema/requestNonces.ts'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { failure, openCredit, request, signed, signedRequest } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

/** Requests that must be refused with a code, changing nothing. */
export function refusalSuite(stack: () => Stack): void {
  let apiKey = ''
  let keyId = ''
  const chat = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 2 }
  const send = (body: unknown, key = apiKey) =>
    request(stack().url, 'POST', '/v1/chat/completions', { body, headers: { authorization: `Bearer ${key}` } })
  beforeAll(async () => {
    ;({ apiKey, keyId } = await openCredit(stack(), 7, 10n ** 18n))
  })

  test('chat requests that are wrong are refused by code, and no call is reserved', async () => {
    const before = await stack().db.$count(calls)
    const cases: [unknown, number, string][] = [
      [{ ...chat, model: 'unknown' }, 404, 'MODEL_NOT_FOUND'],
      [{ ...chat, max_tokens: 100_000 }, 400, 'CONTEXT_OVERFLOW'],
      [{ ...chat, messages: [{ role: 'user', content: 'word '.repeat(4_000) }] }, 400, 'CONTEXT_OVERFLOW'],
      [{ ...chat, messages: [] }, 400, 'REQUEST_INVALID'],
      [{ ...chat, stop: '' }, 400, 'REQUEST_INVALID'],
      [{ ...chat, messages: [{ role: 'user', content: 'a\0' }] }, 400, 'REQUEST_INVALID'],
      [{ ...chat, messages: [{ role: 'user', content: 'a\ud83d' }] }, 400, 'REQUEST_INVALID'],
      [{ ...chat, temperature: 'hot' }, 400, 'REQUEST_INVALID'],
      [{ ...chat, tools: [{ type: 'function' }] }, 400, 'REQUEST_INVALID'],
      [{ ...chat, tools: [{ type: 'code_interpreter' }] }, 400, 'REQUEST_INVALID'],
      [{ ...chat, unheard_of: 1 }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      ['{"model":', 400, 'REQUEST_BODY_MALFORMED'],
      [`{"model":"${'x'.repeat(2_000_000)}"}`, 413, 'REQUEST_BODY_TOO_LARGE'],
    ]
    for (const [body, status, code] of cases) expect(failure(await send(body)), code).toEqual({ status, code })
    expect(failure(await send(chat, 'ol-wrong'))).toEqual({ status: 401, code: 'AUTH_KEY_INVALID' })
    expect(failure(await request(stack().url, 'POST', '/v1/chat/completions', { body: chat }))).toEqual({
      status: 401,
      code: 'AUTH_KEY_MISSING',
    })
    expect(await stack().db.$count(calls)).toBe(before)
  })

  test('fields that ask for nothing here are named, not silently dropped', async () => {
    const answer = await send({ ...chat, user: 'u', frequency_penalty: 0, tools: [] })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-openledger-ignored')).toBe('user, frequency_penalty, tools')
    expect(failure(await send({ ...chat, frequency_penalty: 1 }))).toEqual({
      status: 400,
      code: 'REQUEST_UNSUPPORTED_PARAMETER',
    })
  })

  test('a signed request works once, in time, for its signer, chain and body alone', async () => {
    const { url } = stack()
    const account = testAccount(7)
    const now = Math.floor(Date.now() / 1000)
    const path = '/v1/signers'
    const once = await signed(account, 'POST', path, '')
    expect((await request(url, 'POST', path, { headers: once })).status).toBe(200)
    expect(failure(await request(url, 'POST', path, { headers: once }))).toEqual({
      status: 409,
      code: 'REQUEST_REPLAYED',
    })
    const old = await signed(account, 'POST', path, '', { issuedAt: now - 400 })
    expect(failure(await request(url, 'POST', path, { headers: old }))).toEqual({
      status: 401,
      code: 'REQUEST_EXPIRED',
    })
    const early = await signed(account, 'POST', path, '', { issuedAt: now + 400 })
    expect(failure(await request(url, 'POST', path, { headers: early }))).toEqual({
      status: 401,
      code: 'REQUEST_EXPIRED',
    })
    const nonces = await stack().db.$count(requestNonces)
    for (const headers of [
      await signed(account, 'POST', path, '', { chainId: 1 }),
      await signed(account, 'POST', path, 'x'),
      await signed(account, 'POST', '/v1/keys', ''),
    ]) {
      expect(failure(await request(url, 'POST', path, { headers }))).toEqual({
        status: 401,
        code: 'SIGNATURE_WRONG_SIGNER',
      })
    }
    expect(failure(await request(url, 'POST', path))).toEqual({ status: 401, code: 'REQUEST_AUTHORIZATION_MALFORMED' })
    expect(await stack().db.$count(requestNonces)).toBe(nonces)
  })

  test("only a channel's payer makes and revokes its keys; a revoked key is refused", async () => {
    const { url } = stack()
    const { channelId } = await openCredit(stack(), 7, 10n ** 18n)
    const body = { channelId, name: 'mine' }
    expect(failure(await signedRequest(url, testAccount(8), 'POST', '/v1/keys', body))).toEqual({
      status: 403,
      code: 'AUTH_FORBIDDEN',
    })
    expect(failure(await signedRequest(url, testAccount(8), 'DELETE', `/v1/keys/${keyId}`))).toEqual({
      status: 404,
      code: 'KEY_NOT_FOUND',
    })
    expect((await signedRequest(url, testAccount(7), 'DELETE', `/v1/keys/${keyId}`)).status).toBe(200)
    expect(failure(await send(chat))).toEqual({ status: 401, code: 'AUTH_KEY_INVALID' })
  })

  test('only the operator closes epochs; jobs, calls, routes and blobs that are not there are 404', async () => {
    const { url } = stack()
    expect(failure(await signedRequest(url, testAccount(7), 'POST', '/v1/epochs'))).toEqual({
      status: 403,
      code: 'AUTH_FORBIDDEN',
    })
    const nowhere = `0x${'0'.repeat(64)}`
    const cases: [string, string][] = [
      [`/v1/calls/${nowhere}`, 'CALL_NOT_FOUND'],
      ['/v1/jobs/00000000-0000-4000-8000-000000000000', 'JOB_NOT_FOUND'],
      [`/v1/contributions/${nowhere}`, 'CONTRIBUTION_NOT_FOUND'],
      [`/v1/datanets/${nowhere}`, 'DATANET_NOT_FOUND'],
      [`/v1/data/${nowhere}`, 'DATA_NOT_FOUND'],
      ['/v1/models/none', 'MODEL_NOT_FOUND'],
      ['/v1/epochs/9', 'EPOCH_NOT_FOUND'],
      ['/nowhere', 'REQUEST_NOT_FOUND'],
    ]
    for (const [path, code] of cases)
      expect(failure(await request(url, 'GET', path)), path).toEqual({ status: 404, code })
  })

  test('the OpenAPI document describes every route', async () => {
    const { json } = await request(stack().url, 'GET', '/openapi.json')
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(json)
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/chat/completions',
        '/v1/completions',
        '/v1/embeddings',
        '/v1/contributions/{id}/records',
        '/v1/epochs/{number}',
        '/v1/claims',
      ]),
    )
    expect((await request(stack().url, 'GET', '/healthz')).json).toEqual({ status: 'ok' })
    expect((await request(stack().url, 'GET', '/v1/info')).status).toBe(200)
  })
}
