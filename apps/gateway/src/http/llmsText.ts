import type { ApiHandler } from './apiHandler.ts'

/** The way to know the caller, in words. */
const CALLERS = {
  none: '',
  key: ' (API key)',
  keyOptional: ' (API key, if any)',
  keyOrPayment: ' (API key)',
  signed: ' (signed request)',
  session: ' (session)',
  account: ' (signed request or session)',
  keyOrAccount: ' (API key that may train, session or signed request)',
  accountOptional: ' (signed request or session, if any)',
} as const

/** How to pay without an account. */
const PAYMENTS = `
Without an API key, routes marked x402 answer 402 with the header payment-required: x402 version 2, scheme exact, in OPEN by EIP-3009, for the most that this very request can cost. Send the same request again with payment-signature. What the call did not use is owed to the wallet and sent back: GET /v1/wallets/{wallet}.
`

/** The API in a few lines for a language model that is to use it (llmstxt.org): what there is, and where the rest stands. */
export function llmsText(
  handlers: readonly ApiHandler[],
  { takesPayments }: { readonly takesPayments: boolean },
): string {
  const lines = handlers
    .toSorted((a, b) => (a.route.path < b.route.path ? -1 : 1))
    .map(
      ({ route }) =>
        `- ${route.method.toUpperCase()} ${route.path}${takesPayments && route.auth === 'keyOrPayment' ? ' (API key, or x402)' : CALLERS[route.auth]}: ${route.summary}`,
    )
  return `# OpenLedger gateway

> Paid language models behind OpenAI's API. Each answer is attributed to the records that made it, and what they earn is settled on chain. Any OpenAI client works with this address followed by /v1 and an API key.

A call costs its model's price for each token read and produced. 402 means that credit or a key's budget is used up; 429 comes with the seconds to wait. The header x-openledger-call-id names the call: GET /v1/calls/{callId} has its receipt, then the records behind it.
${takesPayments ? PAYMENTS : ''}
## Reference

- [OpenAPI](/openapi.json): every route with its schemas

## Routes

${lines.join('\n')}
`
}
