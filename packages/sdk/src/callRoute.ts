import type { ApiRoute } from '@openledger/core/api/apiRoute.ts'
import { requestBodyHash, signRequest } from '@openledger/core/eip712/signedRequest.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { bytesToHex, type LocalAccount } from 'viem'
import type { z } from 'zod'
import { sdkErrors } from './errors.ts'
import { gatewayError } from './gatewayError.ts'

/** How requests leave and whom they speak for. */
export type Caller = {
  readonly gatewayUrl: string
  readonly fetch: typeof fetch
  /** Chain that signed requests are bound to. */
  readonly chainId: number
  readonly account?: LocalAccount | undefined
  readonly apiKey?: string | undefined
  /** Token of a session: for routes of who is signed in, and those that an account signs where there is no `account`. */
  readonly session?: string | undefined
}

/** What fills a route: names in its path, its query, its JSON body, its text or bytes. */
export type RouteInput = {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly text?: string
  /** For routes that take bytes. */
  readonly bytes?: Uint8Array<ArrayBuffer>
  /** Beside those of every request. */
  readonly headers?: Readonly<Record<string, string>>
}

type ResponseOf<R extends ApiRoute> = R extends { readonly response: infer S extends z.ZodType } ? z.output<S> : never

/**
 * Calls one route of the gateway and reads its answer through the route's schema.
 * @throws the gateway's own error (code, status, hint as it said); SDK_UNREACHABLE, SDK_ACCOUNT_NEEDED, SDK_SESSION_NEEDED, SDK_BAD_ANSWER
 */
export async function callRoute<R extends ApiRoute>(
  route: R,
  input: RouteInput,
  caller: Caller,
): Promise<ResponseOf<R>> {
  const response = await send(route, input, caller)
  const parsed = route.response?.safeParse(await response.json().catch(() => undefined))
  if (parsed?.success !== true) {
    throw new OpenLedgerError(
      sdkErrors.SDK_BAD_ANSWER,
      `${route.method.toUpperCase()} ${route.path} answered in another shape`,
      { cause: parsed?.error },
    )
  }
  return parsed.data as ResponseOf<R>
}

/** Sends a route's request and answers the response of a success, body unread. */
export async function send(route: ApiRoute, input: RouteInput, caller: Caller): Promise<Response> {
  const url = routeUrl(route, input, caller.gatewayUrl)
  const body = input.bytes ?? input.text ?? (input.body === undefined ? undefined : JSON.stringify(input.body))
  const headers: Record<string, string> = { ...input.headers }
  if (body !== undefined) headers['content-type'] = route.bodyText ?? 'application/json'
  const proof = await authorization(route, url, body, caller)
  if (proof !== undefined) headers['authorization'] = proof
  let response: Response
  try {
    response = await caller.fetch(url, {
      method: route.method.toUpperCase(),
      headers,
      ...(body === undefined ? {} : { body }),
    })
  } catch (cause) {
    throw new OpenLedgerError(sdkErrors.SDK_UNREACHABLE, `${caller.gatewayUrl} does not answer`, { cause })
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

function routeUrl(route: ApiRoute, input: RouteInput, gatewayUrl: string): URL {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  )
  const url = new URL(path, gatewayUrl)
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

/** What tells the gateway who asks: the header's value. */
async function authorization(
  route: ApiRoute,
  url: URL,
  body: string | Uint8Array | undefined,
  caller: Caller,
): Promise<string | undefined> {
  const { apiKey, session } = caller
  switch (route.auth) {
    case 'none':
      return undefined
    case 'key':
    case 'keyOptional':
      return apiKey === undefined ? undefined : `Bearer ${apiKey}`
    case 'session':
      if (session === undefined)
        throw new OpenLedgerError(sdkErrors.SDK_SESSION_NEEDED, `${route.path} is for who is signed in`)
      return `Bearer ${session}`
    case 'accountOptional':
      if (caller.account === undefined) return session === undefined ? undefined : `Bearer ${session}`
      return signature(route, url, body, caller)
    case 'account':
      if (caller.account === undefined && session !== undefined) return `Bearer ${session}`
      return signature(route, url, body, caller)
    case 'signed':
      return signature(route, url, body, caller)
    case 'keyOrAccount':
      if (caller.account !== undefined) return signature(route, url, body, caller)
      if (session !== undefined) return `Bearer ${session}`
      return apiKey === undefined ? undefined : `Bearer ${apiKey}`
  }
}

async function signature(
  route: ApiRoute,
  url: URL,
  body: string | Uint8Array | undefined,
  caller: Caller,
): Promise<string> {
  const { account } = caller
  if (account === undefined)
    throw new OpenLedgerError(sdkErrors.SDK_ACCOUNT_NEEDED, `${route.path} wants a signed request`)
  const message = {
    account: toAddress(account.address),
    method: route.method.toUpperCase(),
    path: `${url.pathname}${url.search}`,
    bodyHash: requestBodyHash(body instanceof Uint8Array ? body : new TextEncoder().encode(body ?? '')),
    issuedAt: Math.floor(Date.now() / 1000),
    nonce: hex32Schema.parse(bytesToHex(crypto.getRandomValues(new Uint8Array(32)))),
  }
  return signRequest(message, caller.chainId, (typedData) => account.signTypedData(typedData))
}

async function errorOf(response: Response): Promise<OpenLedgerError> {
  const body: unknown = await response.json().catch(() => undefined)
  return (
    gatewayError(response.status, body) ??
    new OpenLedgerError(
      sdkErrors.SDK_BAD_ANSWER,
      `The gateway answered with status ${response.status} and no error of its own`,
    )
  )
}
