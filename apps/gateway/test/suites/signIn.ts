import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { openedSessionSchema, sessionListSchema, siweNonceSchema } from '@openledger/core/api/sessions.ts'
import { didDocumentSchema } from '@openledger/core/identity/didDocument.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type SiweMessage, writeSiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { signInChallenges } from '@openledger/db/schema/signInChallenges.ts'
import { eq, like, sql } from 'drizzle-orm'
import type { Hex, LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Answer, failure, openCredit, request, signed, signIn as signInAt } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'
import { deployWallets } from '../wallets/deployWallets.ts'

/** Signing in with a wallet, and what a session may do. */
export function signInSuite(stack: () => Stack): void {
  const person = testAccount(6)
  const other = testAccount(5)
  const own = () => new URL(stack().url)
  const nonce = async (domain?: string) => {
    const path = `/v1/auth/nonces${domain === undefined ? '' : `?domain=${domain}`}`
    return siweNonceSchema.parse((await request(stack().url, 'POST', path)).json).nonce
  }
  const messageOf = async (more: Partial<SiweMessage> = {}): Promise<SiweMessage> => ({
    domain: own().host,
    address: toAddress(person.address),
    uri: own().origin,
    chainId: 31337,
    nonce: more.nonce ?? (await nonce(own().host)),
    issuedAt: new Date().toISOString(),
    ...more,
  })
  const post = (message: string, signature: Hex): Promise<Answer> =>
    request(stack().url, 'POST', '/v1/auth/siwe', { body: { message, signature } })
  const send = async (more: Partial<SiweMessage> = {}, signer: LocalAccount = person) => {
    const message = writeSiweMessage(await messageOf(more))
    return post(message, await signer.signMessage({ message }))
  }
  const signIn = (signer: LocalAccount = person) => signInAt(stack().url, signer)
  const as = (token: string, method: string, path: string, body?: unknown) =>
    request(stack().url, method, path, {
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    })
  const away = (ms: number) => new Date(Date.now() + ms).toISOString()

  test('a wallet signs in: who it is, its DID document, its sessions; only the token’s hash is kept', async () => {
    const answer = await send()
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const session = openedSessionSchema.parse(answer.json)
    const account = toAddress(person.address)
    expect(session).toMatchObject({ account, method: 'wallet', keyKept: false, did: `did:pkh:eip155:31337:${account}` })
    expect((await as(session.token, 'GET', '/v1/auth/session')).json).toMatchObject({ sessionId: session.sessionId })
    const document = await request(stack().url, 'GET', `/v1/accounts/${account}/did.json`)
    expect(didDocumentSchema.parse(document.json).id).toBe(session.did)
    const [row] = await stack().db.select().from(sessions).where(eq(sessions.id, session.sessionId))
    expect(JSON.stringify(row)).not.toContain(session.token)
    const second = await signIn()
    const list = sessionListSchema.parse((await as(second.token, 'GET', '/v1/auth/sessions')).json).data
    expect(list.filter(({ current }) => current).map(({ sessionId }) => sessionId)).toEqual([second.sessionId])
    expect(list.map(({ sessionId }) => sessionId)).toContain(session.sessionId)
    expect(JSON.stringify(list)).not.toContain('ols-')
  })

  test('a nonce works once, also for twenty at a time', async () => {
    const message = writeSiweMessage(await messageOf())
    const signature = await person.signMessage({ message })
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(message, signature)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const answer of [...answers.filter(({ status }) => status !== 201), await post(message, signature)])
      expect(failure(answer)).toEqual({ status: 401, code: 'SIWE_NONCE_UNKNOWN' })
  })

  test('other domains, chains, times and nonces are refused, and open no session', async () => {
    const before = await stack().db.$count(sessions)
    const elsewhere = await nonce(`localhost:${own().port}`)
    const expired = await nonce(own().host)
    await stack()
      .db.update(signInChallenges)
      .set({ expiresAt: new Date() })
      .where(eq(signInChallenges.challenge, expired))
    const challenge = await request(stack().url, 'POST', '/v1/auth/passkey-sessions/options')
    const options = challenge.json as { challenge: string }
    const cases: [Partial<SiweMessage>, number, string][] = [
      [{ domain: 'evil.example', uri: 'https://evil.example' }, 400, 'SIWE_DOMAIN_WRONG'],
      [{ domain: 'evil.example' }, 400, 'SIWE_DOMAIN_WRONG'],
      [{ uri: 'https://evil.example' }, 400, 'SIWE_DOMAIN_WRONG'],
      [{ uri: `https://${own().host}` }, 400, 'SIWE_DOMAIN_WRONG'],
      [{ scheme: 'https' }, 400, 'SIWE_DOMAIN_WRONG'],
      [{ chainId: 1 }, 400, 'SIWE_CHAIN_WRONG'],
      [{ issuedAt: away(3_600_000) }, 401, 'SIWE_TIME_WRONG'],
      [{ issuedAt: away(-3_600_000) }, 401, 'SIWE_TIME_WRONG'],
      [{ notBefore: away(60_000) }, 401, 'SIWE_TIME_WRONG'],
      [{ expirationTime: away(-1_000) }, 401, 'SIWE_TIME_WRONG'],
      [{ nonce: 'never0given0here' }, 401, 'SIWE_NONCE_UNKNOWN'],
      [{ nonce: elsewhere }, 401, 'SIWE_NONCE_UNKNOWN'],
      [{ nonce: expired }, 401, 'SIWE_NONCE_UNKNOWN'],
      [{ nonce: options.challenge.replaceAll(/[^A-Za-z0-9]/g, '') }, 401, 'SIWE_NONCE_UNKNOWN'],
    ]
    for (const [more, status, code] of cases)
      expect(failure(await send(more)), JSON.stringify(more)).toEqual({ status, code })
    expect(failure(await request(stack().url, 'POST', '/v1/auth/nonces?domain=evil.example'))).toEqual({
      status: 400,
      code: 'SIWE_DOMAIN_WRONG',
    })
    expect(await stack().db.$count(sessions)).toBe(before)
  })

  test('what a request’s Host says is not believed', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }
    const asked = httpRequest(`${stack().url}/v1/auth/nonces`, { method: 'POST', headers }).end()
    const [answer]: [IncomingMessage] = (await once(asked, 'response')) as [IncomingMessage]
    expect(siweNonceSchema.parse(await json(answer)).domain).toBe(`localhost:${own().port}`)
    const message = writeSiweMessage(await messageOf({ domain: 'evil.example', uri: 'https://evil.example' }))
    const body = JSON.stringify({ message, signature: await person.signMessage({ message }) })
    const sent = httpRequest(`${stack().url}/v1/auth/siwe`, { method: 'POST', headers }).end(body)
    const [refusal]: [IncomingMessage] = (await once(sent, 'response')) as [IncomingMessage]
    expect(await json(refusal)).toMatchObject({ error: { code: 'SIWE_DOMAIN_WRONG' } })
  })

  test('an altered message and another’s signature are refused; what was signed for one use is of no other', async () => {
    const wrong = { status: 401, code: 'SIWE_SIGNATURE_WRONG' }
    const message = writeSiweMessage(await messageOf({ statement: 'Sign in.' }))
    const signature = await person.signMessage({ message })
    expect(failure(await post(message.replace('Sign in.', 'Sign on.'), signature))).toEqual(wrong)
    expect(failure(await send({}, other))).toEqual(wrong)
    expect(failure(await post(writeSiweMessage(await messageOf()), '0x12'))).toEqual(wrong)
    // The same signature with its s mirrored, which is valid in the field but refused everywhere here.
    const twin = writeSiweMessage(await messageOf())
    const { r, s, v } = split(await person.signMessage({ message: twin }))
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const mirrored =
      `0x${r}${(order - BigInt(`0x${s}`)).toString(16).padStart(64, '0')}${v === '1b' ? '1c' : '1b'}` as const
    expect(failure(await post(twin, mirrored))).toEqual(wrong)
    const bodies: [unknown, number, string][] = [
      ['{"message":', 400, 'REQUEST_BODY_MALFORMED'],
      [{ message: 'hello', signature: '0x12' }, 400, 'SIWE_MESSAGE_MALFORMED'],
      [{ message: 'x'.repeat(9_000), signature: '0x12' }, 400, 'REQUEST_INVALID'],
      [{ message, signature: 'none' }, 400, 'REQUEST_INVALID'],
      [{ message, signature, more: 1 }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      [{ message: 'x'.repeat(40_000), signature }, 413, 'REQUEST_BODY_TOO_LARGE'],
    ]
    for (const [body, status, code] of bodies)
      expect(failure(await request(stack().url, 'POST', '/v1/auth/siwe', { body })), code).toEqual({ status, code })
  })

  test('contract wallets: one that says yes, one that is yet to be made; no, true, a revert and endless work are no', async () => {
    const wallets = await deployWallets(stack(), toAddress(person.address))
    const ask = async (address: `0x${string}`, wrap = (signature: Hex) => signature, signer: LocalAccount = person) => {
      const message = writeSiweMessage(await messageOf({ address }))
      return post(message, wrap(await signer.signMessage({ message })))
    }
    expect(openedSessionSchema.parse((await ask(wallets.yes)).json).account).toBe(wallets.yes)
    expect(openedSessionSchema.parse((await ask(wallets.future, wallets.wrap)).json).account).toBe(wallets.future)
    const began = Date.now()
    const refused = [
      await ask(wallets.yes, undefined, other),
      await ask(wallets.future),
      await ask(wallets.future, wallets.wrap, other),
      await ask(wallets.no),
      await ask(wallets.true),
      await ask(wallets.reverting),
      await ask(wallets.burning),
      await ask(wallets.endless),
      // A signature that says how to make one wallet is none of another account, with or without code.
      await ask(wallets.no, wallets.wrap),
      await ask(toAddress(other.address), wallets.wrap),
    ]
    expect(refused.map(failure)).toEqual(refused.map(() => ({ status: 401, code: 'SIWE_SIGNATURE_WRONG' })))
    expect(Date.now() - began).toBeLessThan(10_000)
  })

  test('a session that was signed out or has ended is one no more; a message’s own end is its end', async () => {
    const { token, sessionId } = await signIn()
    const watching = await signIn()
    const foreign = await signIn(other)
    expect(failure(await as(foreign.token, 'DELETE', `/v1/auth/sessions/${sessionId}`))).toEqual({
      status: 404,
      code: 'SESSION_NOT_FOUND',
    })
    expect((await as(token, 'DELETE', `/v1/auth/sessions/${sessionId}`)).status).toBe(200)
    const gone = { status: 401, code: 'SESSION_INVALID' }
    expect(failure(await as(token, 'GET', '/v1/auth/session'))).toEqual(gone)
    expect(failure(await as(token, 'GET', '/v1/keys'))).toEqual(gone)
    await stack().db.update(sessions).set({ expiresAt: new Date() }).where(eq(sessions.id, watching.sessionId))
    expect(failure(await as(watching.token, 'GET', '/v1/keys'))).toEqual(gone)
    const short = openedSessionSchema.parse((await send({ expirationTime: away(2_000) })).json)
    expect(short.expiresAt).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + 2)
  })

  let apiKey = ''
  beforeAll(async () => {
    ;({ apiKey } = await openCredit(stack(), 6, 10n ** 18n))
  })

  test('a session does what its account may sign for, but not what is the operator’s; an API key is no session', async () => {
    const { token } = await signIn()
    expect((await as(token, 'GET', '/v1/keys')).json).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ name: 'test' })]),
    })
    expect((await as(token, 'POST', '/v1/signers')).status).toBe(200)
    const operator = await signIn(testAccount(1))
    for (const path of ['/v1/epochs', `/v1/calls/0x${'0'.repeat(64)}/recheck`])
      expect(failure(await as(operator.token, 'POST', path))).toEqual({
        status: 401,
        code: 'REQUEST_AUTHORIZATION_MALFORMED',
      })
    const chat = { model: 'x', messages: [{ role: 'user', content: 'Hi' }] }
    expect(failure(await as(token, 'POST', '/v1/chat/completions', chat))).toEqual({
      status: 401,
      code: 'AUTH_KEY_INVALID',
    })
    const invalid = { status: 401, code: 'SESSION_INVALID' }
    for (const wrong of [apiKey, token.slice(1), `${token}x`, 'ols-', token.toUpperCase()])
      for (const path of ['/v1/auth/session', '/v1/keys'])
        expect(failure(await as(wrong, 'GET', path)), path).toEqual(invalid)
    expect(failure(await request(stack().url, 'GET', '/v1/auth/session'))).toEqual({
      status: 401,
      code: 'SESSION_MISSING',
    })
    const headers = await signed(person, 'GET', '/v1/auth/session', '')
    expect(failure(await request(stack().url, 'GET', '/v1/auth/session', { headers }))).toEqual({
      status: 401,
      code: 'SESSION_MISSING',
    })
  })

  test('/openapi.json says which routes take a session, a signature, or either', async () => {
    const security = z.array(z.record(z.string(), z.array(z.string())))
    const { paths, components } = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.object({ security }))),
        components: z.object({ securitySchemes: z.record(z.string(), z.object({ type: z.string() })) }),
      })
      .parse((await request(stack().url, 'GET', '/openapi.json')).json)
    expect(Object.keys(components.securitySchemes).sort()).toEqual(['apiKey', 'session', 'signedRequest'])
    const waysOf = (path: string, method: string) => paths[path]?.[method]?.security.flatMap(Object.keys)
    expect(waysOf('/v1/auth/session', 'get')).toEqual(['session'])
    expect(waysOf('/v1/keys', 'post')).toEqual(['signedRequest', 'session'])
    expect(waysOf('/v1/epochs', 'post')).toEqual(['signedRequest'])
    expect(waysOf('/v1/auth/siwe', 'post')).toEqual([])
  })

  test('an account of a wallet has no passkeys, and no key that could be exported', async () => {
    const { token } = await signIn()
    const none = { status: 409, code: 'ACCOUNT_NOT_KEPT' }
    expect(failure(await as(token, 'GET', '/v1/auth/passkeys'))).toEqual(none)
    expect(failure(await as(token, 'POST', '/v1/auth/confirmations', { action: 'export-key' }))).toEqual(none)
  })

  test('when strangers came in thousands, further ones wait, and who pays here does not', async () => {
    const { db } = stack()
    await db.execute(sql`INSERT INTO ${sessions} (id, token_hash, account, created_at, expires_at)
      SELECT gen_random_uuid(), 'crowd ' || n, 'crowd ' || n, now(), now() + interval '1 day' FROM generate_series(1, 10000) n`)
    const stranger = privateKeyToAccount(generatePrivateKey())
    const answer = await send({ address: toAddress(stranger.address) }, stranger)
    expect(failure(answer)).toEqual({ status: 429, code: 'SESSIONS_TOO_MANY' })
    expect(answer.headers.get('retry-after')).toBe('60')
    expect((await send()).status).toBe(201)
    await db.delete(sessions).where(like(sessions.account, 'crowd %'))
  })

  test('an account has 32 sessions at most: the oldest goes', async () => {
    const first = await signIn(other)
    for (let turn = 0; turn < 32; turn += 1) await signIn(other)
    expect(failure(await as(first.token, 'GET', '/v1/auth/session'))).toEqual({ status: 401, code: 'SESSION_INVALID' })
    expect(await stack().db.$count(sessions, eq(sessions.account, toAddress(other.address)))).toBe(32)
  })
}

function split(signature: Hex): { r: string; s: string; v: string } {
  return { r: signature.slice(2, 66), s: signature.slice(66, 130), v: signature.slice(130) }
}
