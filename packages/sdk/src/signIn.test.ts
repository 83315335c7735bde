import { createEpoch } from '@openledger/core/api/epochs.ts'
import { createKey, listKeys } from '@openledger/core/api/keys.ts'
import { getSession } from '@openledger/core/api/sessions.ts'
import { didOf } from '@openledger/core/identity/didDocument.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { readSiweMessage } from '@openledger/core/siwe/readSiweMessage.ts'
import { type Hex, hexToString, recoverMessageAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestServer } from '../test/testServer.ts'
import { type Caller, callRoute } from './callRoute.ts'
import { signIn } from './signIn.ts'
import { walletSigner } from './walletSigner.ts'

const person = privateKeyToAccount(`0x${'22'.repeat(32)}`)
const account = toAddress(person.address)
const token = `ols-${'t'.repeat(43)}`
const session = {
  sessionId: crypto.randomUUID(),
  account,
  did: didOf(31337, account),
  method: 'wallet',
  keyKept: false,
  createdAt: 1,
  expiresAt: 2,
}
const sentSchema = z.object({ message: z.string(), signature: z.string() })

let server: Awaited<ReturnType<typeof startTestServer>> | undefined
afterEach(() => server?.stop())

/** A gateway that lies about its domain, and checks what was signed. */
async function startLiar() {
  const seen: { message: string; signer: string }[] = []
  const headers: string[] = []
  server = await startTestServer(async ({ path, authorization, body }) => {
    headers.push(authorization)
    if (path.startsWith('/v1/auth/nonces'))
      return { json: { nonce: 'a'.repeat(32), domain: 'bank.example', chainId: 1, expiresAt: 1 } }
    if (path !== '/v1/auth/siwe') return { json: path === '/v1/keys' ? { data: [] } : session }
    const { message, signature } = sentSchema.parse(JSON.parse(body.toString()))
    seen.push({ message, signer: await recoverMessageAddress({ message, signature: signature as Hex }) })
    return { status: 201, json: { ...session, token } }
  })
  const caller: Caller = { gatewayUrl: server.url, chainId: 31337, fetch: (input, init) => fetch(input, init) }
  return { caller, seen, headers }
}

test('what is signed names the site as it is known here, whatever the gateway says', async () => {
  const { caller, seen } = await startLiar()
  expect(await signIn({ caller }, person)).toMatchObject({ token })
  const [first] = seen
  expect(first?.signer).toBe(person.address)
  expect(readSiweMessage(first?.message ?? '')).toMatchObject({
    domain: new URL(caller.gatewayUrl).host,
    uri: caller.gatewayUrl,
    chainId: 31337,
    address: account,
  })
  await signIn({ caller }, person, { origin: 'https://ledger.example', statement: 'Hello.' })
  expect(readSiweMessage(seen[1]?.message ?? '')).toMatchObject({ domain: 'ledger.example', statement: 'Hello.' })
})

test('a wallet of a browser signs the same text; one that says no is a coded error', async () => {
  const { caller, seen } = await startLiar()
  const asked: string[] = []
  const signer = await walletSigner({
    request: async ({ method, params }) => {
      asked.push(method)
      if (method === 'eth_requestAccounts') return [person.address]
      const [text, who] = z.tuple([z.string(), z.string()]).parse(params)
      expect(who).toBe(person.address)
      return person.signMessage({ message: hexToString(text as Hex) })
    },
  })
  await signIn({ caller }, signer)
  expect(asked).toEqual(['eth_requestAccounts', 'personal_sign'])
  expect(seen[0]?.signer).toBe(person.address)
  const no = { request: async () => Promise.reject(new Error('denied')) }
  await expect(walletSigner(no)).rejects.toMatchObject({ code: 'SDK_WALLET_REFUSED' })
  await expect(walletSigner({ request: async () => [] })).rejects.toMatchObject({ code: 'SDK_WALLET_REFUSED' })
})

test('a session speaks for its account where the account cannot sign, and never for the operator', async () => {
  const { caller, headers } = await startLiar()
  const signedIn: Caller = { ...caller, session: token }
  await callRoute(getSession, {}, signedIn)
  await callRoute(listKeys, {}, signedIn)
  expect(headers).toEqual([`Bearer ${token}`, `Bearer ${token}`])
  await callRoute(listKeys, {}, { ...signedIn, account: person })
  expect(headers[2]).toMatch(/^OpenLedger /)
  await expect(callRoute(createEpoch, {}, signedIn)).rejects.toMatchObject({ code: 'SDK_ACCOUNT_NEEDED' })
  await expect(callRoute(createKey, { body: {} }, caller)).rejects.toMatchObject({ code: 'SDK_ACCOUNT_NEEDED' })
  await expect(callRoute(getSession, {}, caller)).rejects.toMatchObject({ code: 'SDK_SESSION_NEEDED' })
})
