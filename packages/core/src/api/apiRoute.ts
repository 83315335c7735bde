import type { z } from 'zod'

/**
 * How a route knows its caller: nobody, an API key (`Bearer ol-…`), an API key or a payment
 * of its own (x402), an EIP-712 signed request (`OpenLedger …`), a
 * session (`Bearer ols-…`), an account by either of the last two, an account or nobody, or an
 * account by any of them or by an API key that may train.
 */
export type ApiAuth =
  | 'none'
  | 'key'
  | 'keyOptional'
  | 'keyOrPayment'
  | 'signed'
  | 'session'
  | 'account'
  | 'accountOptional'
  | 'keyOrAccount'

/** One HTTP route, shared by the gateway that serves it and the clients that call it. */
export type ApiRoute = {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** OpenAPI path: parameters in braces, e.g. `/v1/calls/{callId}`. */
  readonly path: `/${string}`
  readonly auth: ApiAuth
  readonly summary: string
  /** Status of success. */
  readonly status: 200 | 201 | 202
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** JSON body; absent for routes without one and for uploads (`bodyText`). */
  readonly body?: z.ZodType
  /** The body is text or bytes of this media type instead of JSON. */
  readonly bodyText?: 'application/jsonl' | 'application/octet-stream' | 'multipart/form-data'
  /** Fields of a form (`multipart/form-data`), files as text; for the description. */
  readonly form?: z.ZodObject
  /** JSON answer; absent where the answer is bytes or an event stream. */
  readonly response?: z.ZodType
  /** The answer may also be text of this media type, where the request asks for it. */
  readonly responseText?: 'text/markdown' | 'text/event-stream'
}

/** Keeps the literal types of a route's description. */
export function defineApiRoute<const T extends ApiRoute>(route: T): T {
  return route
}
