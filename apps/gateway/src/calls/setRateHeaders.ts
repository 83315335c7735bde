import type { RateState, RateVerdict } from './rateLimit.ts'

/** Writes where a key's limits stand into an answer's headers, under the names that OpenAI's clients read. */
export function setRateHeaders(headers: Headers, verdict: RateVerdict): void {
  set('requests', verdict.requests)
  set('tokens', verdict.tokens)

  function set(what: string, state: RateState | undefined): void {
    if (state === undefined) return
    headers.set(`x-ratelimit-limit-${what}`, String(state.limit))
    headers.set(`x-ratelimit-remaining-${what}`, String(state.left))
    headers.set(`x-ratelimit-reset-${what}`, `${(state.fullAfter_ms / 1000).toFixed(1)}s`)
  }
}
