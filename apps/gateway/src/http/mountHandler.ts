import type { Address } from '@openledger/core/api/primitives.ts'
import type { Context } from 'hono'
import { findKey, type KeyOwner } from '../auth/findKey.ts'
import { requireSigned } from '../auth/requireSigned.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { ApiHandler } from './apiHandler.ts'
import { failureResponse } from './errorResponse.ts'
import { readBody } from './readBody.ts'

/** Hono's form of a path: `/v1/calls/{callId}` → `/v1/calls/:callId`. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

/**
 * Answers one request by a handler: reads the body up to the limit, makes sure of the caller, then validates and runs.
 */
export async function runHandler(handler: ApiHandler, context: Context, deps: GatewayServices): Promise<Response> {
  const request = context.req.raw
  const takesBody = handler.route.body !== undefined || handler.route.bodyText !== undefined
  const bytes =
    takesBody || handler.route.auth === 'signed' ? await readBody(request, handler.bodyBytesMax) : new Uint8Array()
  const caller = await identify(handler, request, bytes, deps)
  const answerHeaders = new Headers()
  const answer = handler.handle({
    params: context.req.param(),
    query: context.req.query(),
    bytes,
    ...caller,
    url: request.url,
    headers: request.headers,
    signal: request.signal,
    answerHeaders,
    deps,
  })
  const response = await answer.catch((error: unknown) => failureResponse(error, deps.logger))
  for (const [name, value] of answerHeaders) response.headers.set(name, value)
  return response
}

async function identify(
  handler: ApiHandler,
  request: Request,
  bytes: Uint8Array,
  deps: GatewayServices,
): Promise<{ key: KeyOwner | undefined; account: Address | undefined }> {
  const authorization = request.headers.get('authorization')
  const byKey = () => findKey(deps.keyRing, authorization, deps.clock.now())
  switch (handler.route.auth) {
    case 'none':
      return { key: undefined, account: undefined }
    case 'key':
      return { key: await byKey(), account: undefined }
    case 'keyOptional':
      return { key: authorization === null ? undefined : await byKey(), account: undefined }
    case 'keyOrPayment':
      if (deps.x402 !== undefined && isUnkeyed(authorization)) return { key: undefined, account: undefined }
      return { key: await byKey(), account: undefined }
    case 'signed':
      return { key: undefined, account: await requireSigned(deps, request, bytes) }
  }
}

/** Whether a request is to be paid by itself: it has no API key, or what stock clients send where they must have one. */
function isUnkeyed(authorization: string | null): boolean {
  return authorization === null || /^Bearer +x402$/i.test(authorization)
}
