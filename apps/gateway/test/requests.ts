import { randomBytes } from 'node:crypto'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { createdKeySchema, signerSchema } from '@openledger/core/api/keys.ts'
import { type OpenedSession, openedSessionSchema, siweNonceSchema } from '@openledger/core/api/sessions.ts'
import { requestBodyHash, signRequest } from '@openledger/core/eip712/signedRequest.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { writeSiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import { bytesToHex, type LocalAccount } from 'viem'
import { type Stack, testAccount } from './stack.ts'

/** One answer of the gateway. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly json: unknown }

/** Sends a request; JSON bodies are written, texts go as they are. */
export async function request(
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body } = options
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}${path}`, {
    method,
    body: text,
    headers: { 'content-type': 'application/json', ...options.headers },
  })
  const json: unknown = await response.json().catch(() => undefined)
  return { status: response.status, headers: response.headers, json }
}

/** The header of a signed request. */
export async function signed(
  account: LocalAccount,
  method: string,
  path: string,
  body: string,
  more: { issuedAt?: number; nonce?: Hex32; chainId?: number } = {},
): Promise<Record<string, string>> {
  const message = {
    account: toAddress(account.address),
    method,
    path,
    bodyHash: requestBodyHash(new TextEncoder().encode(body)),
    issuedAt: more.issuedAt ?? Math.floor(Date.now() / 1000),
    nonce: more.nonce ?? bytesToHex(randomBytes(32)),
  }
  return { authorization: await signRequest(message, more.chainId ?? 31337, (data) => account.signTypedData(data)) }
}

/** Sends a signed request. */
export async function signedRequest(
  url: string,
  account: LocalAccount,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = await signed(account, method, path, text)
  return request(url, method, path, { headers, ...(body === undefined ? {} : { body: text }) })
}

/** Status and code of an answer that is an error; undefined code for any other. */
export function failure(answer: Answer): { status: number; code: string | undefined } {
  return { status: answer.status, code: errorBodySchema.safeParse(answer.json).data?.error.code }
}

/** Signs an account in at the gateway's main address. */
export async function signIn(url: string, account: LocalAccount): Promise<OpenedSession> {
  const { nonce, domain, chainId } = siweNonceSchema.parse((await request(url, 'POST', '/v1/auth/nonces')).json)
  const message = writeSiweMessage({
    domain,
    address: toAddress(account.address),
    uri: `http://${domain}`,
    chainId,
    nonce,
    issuedAt: new Date().toISOString(),
  })
  const signature = await account.signMessage({ message })
  const answer = await request(url, 'POST', '/v1/auth/siwe', { body: { message, signature } })
  return openedSessionSchema.parse(answer.json)
}

/** A payer with a channel of `amount` wei and an API key for it. */
export async function openCredit(stack: Stack, index: number, amount: bigint, cap = 10n ** 30n) {
  const account = testAccount(index)
  const { chain, deps, url, indexer } = stack
  const { signer } = signerSchema.parse((await signedRequest(url, account, 'POST', '/v1/signers')).json)
  await transferOpen(stack.wallet(0), { to: toAddress(account.address), balanceAtLeast: amount })
  const expiry = BigInt(Math.floor(Date.now() / 1000) + 86_400)
  const { channelId } = await openChannel(stack.wallet(index), {
    operator: toAddress(deps.operator.address),
    signer,
    cap,
    expiry,
    amount,
  })
  await indexer.sync()
  const answer = await signedRequest(url, account, 'POST', '/v1/keys', { channelId, name: 'test' })
  const { apiKey, keyId } = createdKeySchema.parse(answer.json)
  return { account, channelId, signer, apiKey, keyId, chain }
}
