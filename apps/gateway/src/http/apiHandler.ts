import type { ApiRoute } from '@openledger/core/api/apiRoute.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
import type { KeyOwner } from '../auth/findKey.ts'
import type { SessionOwner } from '../auth/requireSession.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a route's handler gets: everything validated, the caller known as the route's `auth` says. */
export type ApiContext<R extends ApiRoute> = {
  readonly params: Parsed<R['params']>
  readonly query: Parsed<R['query']>
  readonly body: Parsed<R['body']>
  /** The bytes of a text body (`bodyText`). */
  readonly bytes: Uint8Array
  readonly key: R['auth'] extends 'key'
    ? KeyOwner
    : R['auth'] extends 'keyOptional' | 'keyOrPayment'
      ? KeyOwner | undefined
      : undefined
  readonly account: R['auth'] extends 'signed' | 'account' | 'session' | 'keyOrAccount'
    ? Address
    : R['auth'] extends 'accountOptional'
      ? Address | undefined
      : undefined
  readonly session: R['auth'] extends 'session' ? SessionOwner : SessionOwner | undefined
  /** The whole address that was asked for. */
  readonly url: string
  readonly headers: Headers
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
  /** Headers to answer with. */
  readonly answerHeaders: Headers
  readonly deps: GatewayServices
}

/** What a handler answers: JSON of the route's response schema, or a response of its own (bytes, event streams). */
export type ApiAnswer<R extends ApiRoute> = R['response'] extends z.ZodType
  ? z.input<R['response']> | Response
  : Response

/** What reaches a handler before validation. */
export type RawCall = {
  readonly params: Record<string, string>
  readonly query: Record<string, string>
  readonly bytes: Uint8Array
  readonly key: KeyOwner | undefined
  readonly account: Address | undefined
  readonly session: SessionOwner | undefined
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
  readonly answerHeaders: Headers
  readonly deps: GatewayServices
}

/** A route with its handler, types erased. */
export type ApiHandler = {
  readonly route: ApiRoute
  readonly bodyBytesMax: number
  readonly handle: (raw: RawCall) => Promise<Response>
}

/** Limits and hooks that a route may set. */
export type HandlerOptions = {
  /** Greatest body in bytes; 1 MiB unless set. */
  readonly bodyBytesMax?: number
  /** Looks at the parsed JSON before its validation, e.g. to take out fields without effect. */
  readonly prepareBody?: (body: unknown, answerHeaders: Headers) => unknown
}

/**
 * Ties a route's description to its handler. Unknown fields of the body are refused, never silently dropped.
 *
 * @param route - the description shared with clients, from `packages/core/src/api/`
 * @param handle - answers a validated call
 */
export function defineHandler<const R extends ApiRoute>(
  route: R,
  handle: (context: ApiContext<R>) => Promise<ApiAnswer<R>>,
  options: HandlerOptions = {},
): ApiHandler {
  const bodySchema = route.body === undefined ? undefined : refuseUnknownFields(route.body)
  return {
    route,
    bodyBytesMax: options.bodyBytesMax ?? 1_048_576,
    handle: async (raw) => {
      const params = parse(route.params, raw.params, 'the path')
      const query = parse(route.query, raw.query, 'the query')
      const body = bodySchema === undefined ? undefined : parseBody(bodySchema, raw, options)
      // The schemas above are R's own, so what they gave has R's types.
      const context = { ...raw, params, query, body } as ApiContext<R>
      const answer = await handle(context)
      if (answer instanceof Response) return answer
      return Response.json(answer, { status: route.status })
    },
  }
}

function parseBody(schema: z.ZodType, raw: RawCall, options: HandlerOptions): unknown {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw.bytes))
  } catch (cause) {
    throw new OpenLedgerError(gatewayErrors.REQUEST_BODY_MALFORMED, 'The body is not JSON in UTF-8.', { cause })
  }
  return parse(schema, options.prepareBody?.(value, raw.answerHeaders) ?? value, 'the body')
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.map((name) => name.slice(0, 64)) : []
  const param = [...(issue?.path ?? []), ...unknown.slice(0, 1)].map(String).join('.')
  const descriptor = unknown.length > 0 ? gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER : gatewayErrors.REQUEST_INVALID
  const what =
    unknown.length > 0
      ? `unknown field ${param}`
      : `${param === '' ? 'the whole' : param}: ${issue?.message ?? 'invalid'}`
  throw new OpenLedgerError(descriptor, `In ${where}, ${what}.`, { details: { param } })
}

/** A body's schema as it is held to: with no other fields than its own. */
export function refuseUnknownFields(schema: z.ZodType): z.ZodType {
  return 'strict' in schema && typeof schema.strict === 'function' ? schema.strict() : schema
}
