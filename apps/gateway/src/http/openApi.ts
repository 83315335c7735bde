import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiAuth, ApiRoute } from '@openledger/core/api/apiRoute.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { X402_HEADERS } from '@openledger/core/api/x402.ts'
import { type ApiHandler, refuseUnknownFields } from './apiHandler.ts'

/** OpenAPI's form of each way to know the caller. */
const SECURITY: Readonly<Record<ApiAuth, readonly Record<string, string[]>[]>> = {
  none: [],
  key: [{ apiKey: [] }],
  keyOptional: [{ apiKey: [] }, {}],
  keyOrPayment: [{ apiKey: [] }],
  signed: [{ signedRequest: [] }],
  session: [{ session: [] }],
  account: [{ signedRequest: [] }, { session: [] }],
  accountOptional: [{ signedRequest: [] }, { session: [] }, {}],
  keyOrAccount: [{ session: [] }, { apiKey: [] }, { signedRequest: [] }],
}

/** An answer that asks to be paid, as OpenAPI has it. */
const PAYMENT_REQUIRED = {
  402: {
    description: 'Money is missing. Without an API key: what the request costs, in the header (x402, version 2)',
    headers: {
      [X402_HEADERS.required]: {
        description: 'Base64 of JSON: what to pay and to whom, for this very request',
        schema: { type: 'string' as const },
      },
    },
    content: { 'application/json': { schema: errorBodySchema } },
  },
}

function contentOf({ response, responseText }: ApiRoute) {
  if (response === undefined) return {}
  // Of a stream the events would have a schema, which is OpenAI's.
  const text = responseText === undefined ? {} : { [responseText]: {} }
  return { content: { 'application/json': { schema: response }, ...text } }
}

/**
 * Describes every route in the app's OpenAPI registry, from the same schemas that validate.
 *
 * @param options.takesPayments - whether calls can be paid for by x402
 */
export function describeRoutes(
  app: OpenAPIHono,
  handlers: readonly ApiHandler[],
  { takesPayments }: { readonly takesPayments: boolean },
): void {
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
  if (takesPayments) {
    app.openAPIRegistry.registerComponent('securitySchemes', 'x402', {
      type: 'apiKey',
      in: 'header',
      name: X402_HEADERS.signature,
      description: 'Base64 of an x402 payment, version 2: scheme exact by EIP-3009, for what payment-required asked',
    })
  }
  for (const { route } of handlers) {
    const isPaid = takesPayments && route.auth === 'keyOrPayment'
    const body =
      route.body !== undefined
        ? { content: { 'application/json': { schema: refuseUnknownFields(route.body) } }, required: true }
        : route.bodyText !== undefined
          ? { content: { [route.bodyText]: { schema: route.form ?? { type: 'string' as const } } }, required: true }
          : undefined
    app.openAPIRegistry.registerPath({
      method: route.method,
      path: route.path,
      summary: route.summary,
      security: [...SECURITY[route.auth], ...(isPaid ? [{ x402: [] }] : [])],
      request: {
        ...(route.params === undefined ? {} : { params: route.params }),
        ...(route.query === undefined ? {} : { query: route.query }),
        ...(body === undefined ? {} : { body }),
      },
      responses: {
        [route.status]: {
          description: 'Done',
          ...contentOf(route),
        },
        ...(isPaid ? PAYMENT_REQUIRED : {}),
        default: { description: 'Refused or failed', content: { 'application/json': { schema: errorBodySchema } } },
      },
    })
  }
}
