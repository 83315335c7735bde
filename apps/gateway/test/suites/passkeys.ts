import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ConfirmedAction,
  exportedKeySchema,
  passkeyListSchema,
  passkeySchema,
} from '@openledger/core/api/passkeys.ts'
import { type OpenedSession, openedSessionSchema, siweNonceSchema } from '@openledger/core/api/sessions.ts'
import {
  type Assertion,
  type CreationOptions,
  creationOptionsSchema,
  type Registration,
  type RequestOptions,
  requestOptionsSchema,
} from '@openledger/core/api/webauthn.ts'
import { fromBase64url, toBase64url } from '@openledger/core/json/base64url.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { writeSiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { signInChallenges } from '@openledger/db/schema/signInChallenges.ts'
import { eq } from 'drizzle-orm'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Device, openAuthenticators } from '../openAuthenticators.ts'
import { type Answer, failure, request } from '../requests.ts'
import { listen, type Stack } from '../stack.ts'

/** Accounts without a wallet, in a real browser with virtual authenticators. */
export function passkeySuite(stack: () => Stack): void {
  let authenticators: Awaited<ReturnType<typeof openAuthenticators>>
  /** The gateway as a person's browser reaches it: by a name. */
  let site = ''
  beforeAll(async () => {
    authenticators = await openAuthenticators()
    site = `http://localhost:${new URL(stack().url).port}`
  })
  afterAll(() => authenticators?.close())

  const post = (path: string, body?: unknown, token?: string): Promise<Answer> =>
    request(stack().url, 'POST', `/v1/auth/${path}`, {
      ...(body === undefined ? {} : { body }),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })
  const get = (path: string, token: string) =>
    request(stack().url, 'GET', path, { headers: { authorization: `Bearer ${token}` } })
  const newAccountOptions = async (): Promise<CreationOptions> =>
    creationOptionsSchema.parse((await post('accounts/options', { name: 'Ines' })).json)
  const signInOptions = async (): Promise<RequestOptions> =>
    requestOptionsSchema.parse((await post('passkey-sessions/options')).json)
  const makeAccount = async (device: Device): Promise<OpenedSession> => {
    const answer = await post('accounts', { registration: await device.create(await newAccountOptions()) })
    expect(answer.status, JSON.stringify(answer.json)).toBe(201)
    return openedSessionSchema.parse(answer.json)
  }
  const signIn = async (device: Device) =>
    post('passkey-sessions', { assertion: await device.get(await signInOptions()) })
  const confirm = async (device: Device, { token }: OpenedSession, action: ConfirmedAction, passkeyId?: string) => {
    const asked = await post('confirmations', { action, ...(passkeyId === undefined ? {} : { passkeyId }) }, token)
    return device.get(requestOptionsSchema.parse(asked.json))
  }
  const list = async ({ token }: OpenedSession) =>
    passkeyListSchema.parse((await get('/v1/auth/passkeys', token)).json).data
  const add = async (session: OpenedSession, by: Device, to: Device) => {
    const confirmation = await confirm(by, session, 'add-passkey')
    const options = creationOptionsSchema.parse((await post('passkeys/options', { confirmation }, session.token)).json)
    const registration = await to.create(options)
    return passkeySchema.parse((await post('passkeys', { registration, name: 'Phone' }, session.token)).json)
  }
  const remove = (session: OpenedSession, passkeyId: string, confirmation: Assertion) =>
    post(`passkeys/${passkeyId}/removal`, { confirmation }, session.token)
  const unknown = { status: 401, code: 'PASSKEY_CHALLENGE_UNKNOWN' }
  const refused = { status: 401, code: 'PASSKEY_REFUSED' }

  test('an account is made, signed in to again, and its key exported; the key signs in by itself', async () => {
    const device = await authenticators.device(site)
    const session = await makeAccount(device)
    expect(session).toMatchObject({ method: 'passkey', keyKept: true, did: `did:pkh:eip155:31337:${session.account}` })
    const again = openedSessionSchema.parse((await signIn(device)).json)
    expect(again.account).toBe(session.account)
    expect(await list(again)).toMatchObject([{ name: 'Passkey' }])
    expect((await get('/v1/keys', again.token)).json).toEqual({ data: [] })

    const exported = await post(
      'key-exports',
      { confirmation: await confirm(device, again, 'export-key') },
      again.token,
    )
    expect(exported.headers.get('cache-control')).toBe('no-store')
    const { privateKey } = exportedKeySchema.parse(exported.json)
    const owner = privateKeyToAccount(privateKey)
    expect(toAddress(owner.address)).toBe(session.account)
    const [kept] = await stack().db.select().from(keptAccounts).where(eq(keptAccounts.account, session.account))
    expect(JSON.stringify(kept)).not.toContain(privateKey.slice(2))
    expect(JSON.stringify(stack().logs)).not.toContain(privateKey.slice(2))

    const { nonce, domain } = siweNonceSchema.parse((await post('nonces')).json)
    const issuedAt = new Date().toISOString()
    const message = writeSiweMessage({ domain, address: session.account, uri: site, chainId: 31337, nonce, issuedAt })
    const byKey = await post('siwe', { message, signature: await owner.signMessage({ message }) })
    expect(openedSessionSchema.parse(byKey.json)).toMatchObject({
      account: session.account,
      method: 'wallet',
      keyKept: true,
    })
  })

  test('a session alone takes no key and changes no passkey: each wants a use of a passkey for itself, once', async () => {
    const device = await authenticators.device(site)
    const session = await makeAccount(device)
    const other = openedSessionSchema.parse((await signIn(device)).json)
    const exportWith = (confirmation: Assertion, by = session) => post('key-exports', { confirmation }, by.token)
    // What signs in confirms nothing, and the other way round.
    expect(failure(await exportWith(await device.get(await signInOptions())))).toEqual(unknown)
    const confirmation = await confirm(device, session, 'export-key')
    expect(failure(await post('passkey-sessions', { assertion: confirmation }))).toEqual(unknown)
    // Another action, another session of the same account, another passkey's removal.
    expect(failure(await exportWith(await confirm(device, session, 'add-passkey')))).toEqual(unknown)
    expect(failure(await exportWith(confirmation, other))).toEqual(unknown)
    const [mine] = await list(session)
    const forAnother = await confirm(device, session, 'remove-passkey', 'AAAA')
    expect(failure(await remove(session, mine?.passkeyId ?? '', forAnother))).toEqual(unknown)
    // Its own session, twice.
    expect((await exportWith(confirmation)).status).toBe(201)
    expect(failure(await exportWith(confirmation))).toEqual(unknown)
    // Somebody else's passkey.
    const thief = await authenticators.device(site)
    await makeAccount(thief)
    const asked = requestOptionsSchema.parse(
      (await post('confirmations', { action: 'export-key' }, session.token)).json,
    )
    expect(failure(await exportWith(await thief.get({ ...asked, allowCredentials: [] })))).toEqual(refused)
    const stranger = { registration: await thief.create(await newAccountOptions()) }
    expect(failure(await post('passkeys', { ...stranger, name: 'Mine now' }, session.token))).toEqual(unknown)
    expect(await list(session)).toHaveLength(1)
  })

  test('passkeys are added and removed; with one go its sessions; the last stays, also when both are removed at once', async () => {
    const [first, second] = [await authenticators.device(site), await authenticators.device(site)]
    const session = await makeAccount(first)
    const { passkeyId } = await add(session, first, second)
    const bySecond = openedSessionSchema.parse((await signIn(second)).json)
    expect(bySecond.account).toBe(session.account)
    const before = await list(session)
    expect(before.map(({ name }) => name)).toEqual(['Passkey', 'Phone'])
    expect((await remove(session, passkeyId, await confirm(second, session, 'remove-passkey', passkeyId))).status).toBe(
      200,
    )
    expect(failure(await get('/v1/auth/session', bySecond.token))).toEqual({ status: 401, code: 'SESSION_INVALID' })
    expect(failure(await signIn(second))).toEqual(refused)
    const [own] = await list(session)
    const last = await confirm(first, session, 'remove-passkey', own?.passkeyId)
    expect(failure(await remove(session, own?.passkeyId ?? '', last))).toEqual({ status: 409, code: 'PASSKEY_LAST' })

    const third = await authenticators.device(site)
    const added = await add(session, first, third)
    expect((await signIn(third)).status).toBe(201)
    const ids = [own?.passkeyId ?? '', added.passkeyId]
    const confirmations = [
      await confirm(first, session, 'remove-passkey', ids[0]),
      await confirm(third, session, 'remove-passkey', ids[1]),
    ] as const
    // While somebody holds the account's sessions, neither removal can end: both are under way at once.
    const { account } = session
    const both = await stack().db.transaction(async (transaction) => {
      await transaction.select().from(sessions).where(eq(sessions.account, account)).for('update')
      const removals = Promise.all(confirmations.map((one, at) => remove(session, ids[at] ?? '', one)))
      await Promise.race([removals, sleep(1_000)])
      return { removals }
    })
    const [removed, kept] = (await both.removals).toSorted((a, b) => a.status - b.status)
    expect(removed?.status).toBe(200)
    expect(kept && failure(kept)).toEqual({ status: 409, code: 'PASSKEY_LAST' })
    expect(await stack().db.$count(passkeys, eq(passkeys.account, session.account))).toBe(1)
  })

  test('an account has 16 passkeys at most; one that it has not is not removed', async () => {
    const [device, more] = [await authenticators.device(site), await authenticators.device(site)]
    const session = await makeAccount(device)
    const nowhere = await remove(session, 'AAAA', await confirm(device, session, 'remove-passkey', 'AAAA'))
    expect(failure(nowhere)).toEqual({ status: 404, code: 'PASSKEY_NOT_FOUND' })
    const row = { publicKey: '', counter: 0, transports: [], name: 'x', backedUp: false, createdAt: new Date() }
    const others = Array.from({ length: 15 }, () => ({ id: randomUUID(), account: session.account, ...row }))
    await stack().db.insert(passkeys).values(others)
    const confirmation = await confirm(device, session, 'add-passkey')
    const options = creationOptionsSchema.parse((await post('passkeys/options', { confirmation }, session.token)).json)
    const registration = await more.createAs({ ...options, excludeCredentials: [] })
    expect(failure(await post('passkeys', { registration, name: 'One too many' }, session.token))).toEqual({
      status: 409,
      code: 'PASSKEY_TOO_MANY',
    })
  })

  test('made or used on another site, for another name, without its user verified, or attested: refused', async () => {
    const counts = async () => [await stack().db.$count(keptAccounts), await stack().db.$count(sessions)]
    const device = await authenticators.device(site)
    const [mine] = await list(await makeAccount(device))
    const before = await counts()
    /** Why, as an answer about a new passkey says it, and the log about one that was used. */
    const registering = async (registration: Registration) => {
      const answer = await post('accounts', { registration })
      expect(failure(answer)).toEqual(refused)
      return JSON.stringify(answer.json)
    }
    const signing = async (assertion: Assertion) => {
      expect(failure(await post('passkey-sessions', { assertion }))).toEqual(refused)
      return JSON.stringify(
        stack()
          .logs.filter((line) => 'reason' in line)
          .at(-1),
      )
    }
    // The same name on another port is another origin, but the same name to an authenticator.
    const neighbour = await listen(() => new Response('another site'))
    const away = await authenticators.device(neighbour.url.replace('127.0.0.1', 'localhost'))
    for (const key of await device.keys()) await away.add(key)
    expect(await signing(await away.get(await signInOptions()))).toContain('origin')
    expect(await registering(await away.create(await newAccountOptions()))).toContain('origin')
    neighbour.close()
    // Another name: refused for its origin, and where somebody else passes it on under ours, for the name.
    const named = await authenticators.device(site.replace('localhost', 'evil.localhost'))
    const evil = { id: 'evil.localhost', name: 'OpenLedger' }
    expect(await registering(await named.create({ ...(await newAccountOptions()), rp: evil }))).toContain('origin')
    const asOurs = withOrigin(await named.create({ ...(await newAccountOptions()), rp: evil }), site)
    expect(await registering(asOurs)).toContain('RP ID')
    // Nobody verified.
    const careless = await authenticators.device(site, { hasUserVerification: false })
    for (const key of await device.keys()) await careless.add(key)
    const allowCredentials = [{ id: mine?.passkeyId, type: 'public-key' }]
    const anybody = { ...(await signInOptions()), allowCredentials, userVerification: 'discouraged' }
    expect(await signing(await careless.getAs(anybody))).toContain('verif')
    const loose = { residentKey: 'discouraged', requireResidentKey: false, userVerification: 'discouraged' }
    const unverified = await careless.createAs({ ...(await newAccountOptions()), authenticatorSelection: loose })
    expect(await registering(unverified)).toContain('verif')
    // An attestation that nobody asked for would have the gateway look up certificates.
    const attested = await device.createAs({ ...(await newAccountOptions()), attestation: 'direct' })
    expect(await registering(attested)).toContain('attestation')
    expect(await counts()).toEqual(before)
  })

  test('a copy of a passkey shows by its counter, and signs in no more', async () => {
    const device = await authenticators.device(site)
    const session = await makeAccount(device)
    const [key] = await device.keys()
    if (key === undefined) throw new TypeError('no key')
    expect((await signIn(device)).status).toBe(201)
    expect((await signIn(device)).status).toBe(201)
    const copy = await authenticators.device(site)
    await copy.add(key)
    expect(failure(await signIn(copy))).toEqual({ status: 401, code: 'PASSKEY_CLONED' })
    const copied = await confirm(copy, session, 'export-key')
    expect(failure(await post('key-exports', { confirmation: copied }, session.token))).toEqual({
      status: 401,
      code: 'PASSKEY_CLONED',
    })
    expect((await signIn(device)).status).toBe(201)
  })

  test('challenges work once and in time; what was altered is refused in the words for what is not known', async () => {
    const device = await authenticators.device(site)
    const registration = await device.create(await newAccountOptions())
    const made = await Promise.all(Array.from({ length: 8 }, () => post('accounts', { registration })))
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(failure(await post('accounts', { registration }))).toEqual(unknown)
    const assertion = await device.get(await signInOptions())
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('passkey-sessions', { assertion })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const late = await device.get(await signInOptions())
    await stack().db.update(signInChallenges).set({ expiresAt: new Date() })
    expect(failure(await post('passkey-sessions', { assertion: late }))).toEqual(unknown)

    const said: unknown[] = []
    const altered: ((assertion: Assertion) => Assertion)[] = [
      (one) => ({ ...one, id: 'AAAA', rawId: 'AAAA' }),
      (one) => ({ ...one, response: { ...one.response, signature: flip(one.response.signature) } }),
      (one) => ({ ...one, response: { ...one.response, authenticatorData: flip(one.response.authenticatorData) } }),
      (one) => ({ ...one, response: { ...one.response, userHandle: flip(one.response.userHandle ?? 'AAAA') } }),
      (one) => ({ ...one, rawId: 'AAAA' }),
      ({ response: { userHandle: _, ...response }, ...one }) => ({ ...one, response }),
    ]
    for (const alter of altered) {
      const answer = await post('passkey-sessions', { assertion: alter(await device.get(await signInOptions())) })
      expect(failure(answer)).toEqual(refused)
      said.push(answer.json)
    }
    expect(new Set(said.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const options = [await signInOptions(), await signInOptions()].map(({ challenge: _, ...rest }) => rest)
    expect(options[0]).toEqual(options[1])
  })

  test('a passkey that is known opens no second account, and nothing of one is left', async () => {
    const device = await authenticators.device(site)
    const { account } = await makeAccount(device)
    const registration = await device.create(await newAccountOptions())
    const row = {
      account,
      publicKey: '',
      counter: 0,
      transports: [],
      name: 'x',
      backedUp: false,
      createdAt: new Date(),
    }
    await stack()
      .db.insert(passkeys)
      .values({ id: registration.id, ...row })
    const before = await stack().db.$count(keptAccounts)
    expect(failure(await post('accounts', { registration }))).toEqual({ status: 409, code: 'PASSKEY_EXISTS' })
    expect(await stack().db.$count(keptAccounts)).toBe(before)
  })

  test('bodies that are wrong or huge are refused before anything is looked at', async () => {
    const device = await authenticators.device(site)
    const registration = await device.create(await newAccountOptions())
    const cases: [Registration | object | string, number, string][] = [
      [{ registration: {} }, 400, 'REQUEST_INVALID'],
      [{ registration: { ...registration, id: '../..' } }, 400, 'REQUEST_INVALID'],
      [{ registration, name: '' }, 400, 'REQUEST_INVALID'],
      [{ registration, name: 'a\u0000' }, 400, 'REQUEST_INVALID'],
      [
        { registration: { ...registration, response: { ...registration.response, clientDataJSON: 'AA' } } },
        401,
        unknown.code,
      ],
      [{ registration, more: 1 }, 400, 'REQUEST_UNSUPPORTED_PARAMETER'],
      ['x'.repeat(40_000), 413, 'REQUEST_BODY_TOO_LARGE'],
    ]
    for (const [body, status, code] of cases)
      expect(failure(await post('accounts', body)), code).toEqual({ status, code })
    const garbage = { ...registration, response: { ...registration.response, attestationObject: 'oWNmbXRkbm9uZQ' } }
    expect(failure(await post('accounts', { registration: garbage }))).toEqual(refused)
  })
}

/** A registration whose client says another origin than its own: what only an unsigned attestation lets pass. */
function withOrigin(registration: Registration, origin: string): Registration {
  const { response } = registration
  const clientData: unknown = JSON.parse(new TextDecoder().decode(fromBase64url(response.clientDataJSON)))
  const changed = new TextEncoder().encode(JSON.stringify({ ...z.looseObject({}).parse(clientData), origin }))
  return { ...registration, response: { ...response, clientDataJSON: toBase64url(changed) } }
}

/** A base64url text with the last bit of its bytes turned. */
function flip(text: string): string {
  const bytes = fromBase64url(text)
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  return toBase64url(bytes)
}
