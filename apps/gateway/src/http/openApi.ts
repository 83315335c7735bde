import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiAuth } from '@openledger/core/api/apiRoute.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { type ApiHandler, refuseUnknownFields } from './apiHandler.ts'

/** OpenAPI's form of each way to know the caller. */
const SECURITY: Readonly<Record<ApiAuth, readonly Record<string, string[]>[]>> = {
  none: [],
  key: [{ apiKey: [] }],
  keyOptional: [{ apiKey: [] }, {}],
  signed: [{ signedRequest: [] }],
  session: [{ session: [] }],
  account: [{ signedRequest: [] }, { session: [] }],
}

/** Describes every route in the app's OpenAPI registry, from the same schemas that validate. */
export function describeRoutes(app: OpenAPIHono, handlers: readonly ApiHandler[]): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, ol-…: it spends from a channel',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'http',
    scheme: 'bearer',
    description: 'A session, ols-…, from POST /v1/auth/siwe, /v1/auth/passkey-sessions or /v1/auth/accounts',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'signedRequest', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'OpenLedger <base64url of {account, issuedAt, nonce, signature}>, an EIP-712 signature of the request',
  })
  for (const { route } of handlers) {
    const body =
      route.body !== undefined
        ? { content: { 'application/json': { schema: refuseUnknownFields(route.body) } }, required: true }
        : route.bodyText !== undefined
          ? { content: { [route.bodyText]: { schema: { type: 'string' as const } } }, required: true }
          : undefined
    app.openAPIRegistry.registerPath({
      method: route.method,
      path: route.path,
      summary: route.summary,
      security: [...SECURITY[route.auth]],
      request: {
        ...(route.params === undefined ? {} : { params: route.params }),
        ...(route.query === undefined ? {} : { query: route.query }),
        ...(body === undefined ? {} : { body }),
      },
      responses: {
        [route.status]: {
          description: 'Done',
          ...(route.response === undefined ? {} : { content: { 'application/json': { schema: route.response } } }),
        },
        default: { description: 'Refused or failed', content: { 'application/json': { schema: errorBodySchema } } },
      },
    })
  }
}
