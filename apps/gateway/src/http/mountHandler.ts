import type { KeyScope } from '@openledger/core/api/keys.ts'
import type { Context } from 'hono'
import { findKey } from '../auth/findKey.ts'
import { SESSION_PREFIX } from '../auth/openSession.ts'
import { readToken } from '../auth/readToken.ts'
import { requireSession } from '../auth/requireSession.ts'
import { requireSigned } from '../auth/requireSigned.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { ApiHandler, RawCall } from './apiHandler.ts'
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
  const isSigned = ['signed', 'account', 'accountOptional', 'keyOrAccount'].includes(handler.route.auth)
  const bytes = takesBody || isSigned ? await readBody(request, handler.bodyBytesMax) : new Uint8Array()
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
): Promise<Pick<RawCall, 'key' | 'account' | 'session'>> {
  const authorization = request.headers.get('authorization')
  const nobody = { key: undefined, account: undefined, session: undefined }
  const keyFor = async (scope: KeyScope) => findKey(deps.keyRing, authorization, scope, deps.clock.now())
  const byKey = async () => ({ ...nobody, key: await keyFor('call') })
  const bySignature = async () => ({ ...nobody, account: await requireSigned(deps, request, bytes) })
  const bySession = async () => {
    const session = await requireSession(deps, authorization)
    return { ...nobody, account: session.account, session }
  }
  switch (handler.route.auth) {
    case 'none':
      return nobody
    case 'key':
      return byKey()
    case 'keyOptional':
      return authorization === null ? nobody : byKey()
    case 'keyOrPayment':
      return deps.x402 !== undefined && isUnkeyed(authorization) ? nobody : byKey()
    case 'signed':
      return bySignature()
    case 'session':
      return bySession()
    case 'accountOptional':
      if (authorization === null) return nobody
      return readToken(authorization) === undefined ? bySignature() : bySession()
    case 'keyOrAccount': {
      const token = readToken(authorization)
      if (token === undefined) return bySignature()
      if (token.startsWith(SESSION_PREFIX)) return bySession()
      return { ...nobody, account: (await keyFor('train')).account }
    }
    case 'account':
      return readToken(authorization) === undefined ? bySignature() : bySession()
  }
}

/** Whether a request is to be paid by itself: it has no API key, or what stock clients send where they must have one. */
function isUnkeyed(authorization: string | null): boolean {
  return authorization === null || /^Bearer +x402$/i.test(authorization)
}
