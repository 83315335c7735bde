/** Rates are counted over the 60 seconds before a call, whenever these are. */
export const RATE_WINDOW_MS = 60_000

/** A call of the window: when it began, and the tokens that it counts for. */
export type RateUse = { readonly startedAt_ms: number; readonly tokens: number }

/** What asks to be counted in: so many calls, and the tokens that they can count for together. */
export type RateRequest = { readonly calls: number; readonly tokens: number }

/** Most of each in a window; null: no limit. */
export type RateLimits = { readonly requestsPerMinute: number | null; readonly tokensPerMinute: number | null }

/** Where one limit stands once the request is counted in, or, when it is refused, without it. */
export type RateState = { readonly limit: number; readonly left: number; readonly fullAfter_ms: number }

/** What the limits say of a request. */
export type RateVerdict = {
  readonly requests: RateState | undefined
  readonly tokens: RateState | undefined
  /** 0: admitted; else after how long it would be. Infinity: never, since it is larger than the limit. */
  readonly wait_ms: number
}

/**
 * Whether a request stays within the limits of a sliding window.
 *
 * @param uses - the window's calls, oldest first
 */
export function rateLimit(
  limits: RateLimits,
  uses: readonly RateUse[],
  { calls, tokens }: RateRequest,
  now_ms: number,
): RateVerdict {
  const within = uses.filter(({ startedAt_ms }) => startedAt_ms > now_ms - RATE_WINDOW_MS)
  const { requestsPerMinute, tokensPerMinute } = limits
  const measures: (Measure | undefined)[] = [
    requestsPerMinute === null ? undefined : { limit: requestsPerMinute, amount: calls, amountOf: () => 1 },
    tokensPerMinute === null ? undefined : { limit: tokensPerMinute, amount: tokens, amountOf: (use) => use.tokens },
  ]
  const waits = measures.map((measure) => (measure === undefined ? 0 : waitFor(measure, within, now_ms)))
  const wait_ms = Math.max(...waits)
  const last = within.at(-1)
  const fullAfter_ms = wait_ms === 0 ? RATE_WINDOW_MS : (last?.startedAt_ms ?? now_ms) + RATE_WINDOW_MS - now_ms
  const [requests, tokensState] = measures.map((measure) => {
    if (measure === undefined) return undefined
    const used = within.reduce((sum, use) => sum + measure.amountOf(use), 0) + (wait_ms === 0 ? measure.amount : 0)
    return { limit: measure.limit, left: Math.max(0, measure.limit - used), fullAfter_ms }
  })
  return { requests, tokens: tokensState, wait_ms }
}

type Measure = { readonly limit: number; readonly amount: number; readonly amountOf: (use: RateUse) => number }

/** How long until enough of the window's calls have left it. */
function waitFor({ limit, amount, amountOf }: Measure, uses: readonly RateUse[], now_ms: number): number {
  if (amount > limit) return Number.POSITIVE_INFINITY
  let over = uses.reduce((sum, use) => sum + amountOf(use), 0) + amount - limit
  if (over <= 0) return 0
  for (const use of uses) {
    over -= amountOf(use)
    if (over <= 0) return use.startedAt_ms + RATE_WINDOW_MS - now_ms
  }
  return 0
}
