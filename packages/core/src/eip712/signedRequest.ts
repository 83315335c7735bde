import { type Hex, hashTypedData } from 'viem'
import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { fromBase64url, toBase64url } from '../json/base64url.ts'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { type Address, addressSchema } from '../primitives/address.ts'
import { hashBytes } from '../primitives/hash.ts'
import { type Hex32, hex32Schema, signatureSchema } from '../primitives/hex.ts'
import { assertSigner } from './signature.ts'

/** EIP-712 types of an account's HTTP request. */
export const REQUEST_TYPES = {
  Request: [
    { name: 'account', type: 'address' },
    { name: 'method', type: 'string' },
    { name: 'path', type: 'string' },
    { name: 'bodyHash', type: 'bytes32' },
    { name: 'issuedAt', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const

/** The scheme of the `Authorization` header. */
export const REQUEST_SCHEME = 'OpenLedger'

/** How old a request may be, and how far ahead its clock, in seconds. */
export const REQUEST_MAX_AGE_S = 300

/** The part of an HTTP request that an account signs. `path` is path and query as sent; `issuedAt` Unix seconds; `nonce` 32 random bytes, usable once. */
export type RequestMessage = {
  readonly account: Address
  readonly method: string
  readonly path: string
  readonly bodyHash: Hex32
  readonly issuedAt: number
  readonly nonce: Hex32
}

/** What the header carries; the rest of the message is the request itself. */
export const requestAuthorizationSchema = z.strictObject({
  account: addressSchema,
  issuedAt: z.int().min(0),
  nonce: hex32Schema,
  signature: signatureSchema,
})
export type RequestAuthorization = z.output<typeof requestAuthorizationSchema>

/** Hash of a request's body: keccak of its bytes (of no bytes when there is no body). */
export function requestBodyHash(body: Uint8Array = new Uint8Array()): Hex32 {
  return hashBytes(body)
}

/** Typed data to sign with any EIP-712 wallet. */
export function requestTypedData(message: RequestMessage, chainId: number) {
  return {
    domain: { name: 'OpenLedger Gateway', version: '1', chainId },
    types: REQUEST_TYPES,
    primaryType: 'Request',
    message: { ...message, issuedAt: BigInt(message.issuedAt) },
  } as const
}

/** EIP-712 digest. */
export function requestDigest(message: RequestMessage, chainId: number): Hex32 {
  return hashTypedData(requestTypedData(message, chainId))
}

/** The value of the `Authorization` header. */
export function encodeRequestAuthorization(authorization: RequestAuthorization): string {
  return `${REQUEST_SCHEME} ${toBase64url(canonicalBytes(authorization))}`
}

/** Reads the value of an `Authorization` header. @throws REQUEST_AUTHORIZATION_MALFORMED */
export function decodeRequestAuthorization(header: string): RequestAuthorization {
  const encoded =
    header.startsWith(`${REQUEST_SCHEME} `) && header.length < 4096
      ? header.slice(REQUEST_SCHEME.length + 1)
      : undefined
  try {
    if (encoded === undefined) throw new Error('another scheme, or too long')
    return requestAuthorizationSchema.parse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64url(encoded))),
    )
  } catch (cause) {
    throw new OpenLedgerError(coreErrors.REQUEST_AUTHORIZATION_MALFORMED, 'The Authorization header is malformed.', {
      cause,
    })
  }
}

/**
 * Verifies a signed request and returns the account. The caller must still refuse a nonce that it
 * has seen from this account in the last 2 × maxAge seconds.
 * @param request the request as it arrived: method in capitals, path with query, body bytes
 * @param now Unix seconds
 * @throws REQUEST_AUTHORIZATION_MALFORMED, REQUEST_EXPIRED, SIGNATURE_MALFORMED, SIGNATURE_WRONG_SIGNER
 */
export async function verifyRequest(request: {
  readonly header: string
  readonly method: string
  readonly path: string
  readonly body?: Uint8Array | undefined
  readonly chainId: number
  readonly now: number
  readonly maxAgeS?: number
}): Promise<RequestAuthorization> {
  const authorization = decodeRequestAuthorization(request.header)
  const maxAgeS = request.maxAgeS ?? REQUEST_MAX_AGE_S
  if (Math.abs(request.now - authorization.issuedAt) > maxAgeS) {
    throw new OpenLedgerError(
      coreErrors.REQUEST_EXPIRED,
      `The request was signed at ${authorization.issuedAt}, more than ${maxAgeS} s from the gateway's time ${request.now}.`,
    )
  }
  const message: RequestMessage = {
    account: authorization.account,
    method: request.method,
    path: request.path,
    bodyHash: requestBodyHash(request.body),
    issuedAt: authorization.issuedAt,
    nonce: authorization.nonce,
  }
  await assertSigner(
    requestDigest(message, request.chainId),
    authorization.signature as Hex,
    authorization.account,
    'request',
  )
  return authorization
}

/**
 * Signs a request and returns the header's value.
 * @param sign signs typed data with the account's key, as a viem account's `signTypedData`
 */
export async function signRequest(
  message: RequestMessage,
  chainId: number,
  sign: (typedData: ReturnType<typeof requestTypedData>) => Promise<Hex>,
): Promise<string> {
  const signature = await sign(requestTypedData(message, chainId))
  const { account, issuedAt, nonce } = message
  return encodeRequestAuthorization({ account, issuedAt, nonce, signature })
}
