import { expect, test } from 'vitest'
import { rateLimit } from './rateLimit.ts'

const now = 1_000_000
const uses = [50, 30, 10].map((age_s) => ({ startedAt_ms: now - age_s * 1000, tokens: 40 }))
const one = (tokens: number) => ({ calls: 1, tokens })
const none = { requestsPerMinute: null, tokensPerMinute: null }

test('without limits everything is admitted and nothing is said', () => {
  expect(rateLimit(none, uses, one(10 ** 6), now)).toEqual({ requests: undefined, tokens: undefined, wait_ms: 0 })
})

test('a call that fits is counted in', () => {
  expect(rateLimit({ requestsPerMinute: 5, tokensPerMinute: 200 }, uses, one(70), now)).toEqual({
    requests: { limit: 5, left: 1, fullAfter_ms: 60_000 },
    tokens: { limit: 200, left: 10, fullAfter_ms: 60_000 },
    wait_ms: 0,
  })
})

test('one that does not waits until enough calls are a minute old', () => {
  expect(rateLimit({ ...none, requestsPerMinute: 3 }, uses, one(1), now).wait_ms).toBe(10_000)
  expect(rateLimit({ ...none, requestsPerMinute: 2 }, uses, one(1), now).wait_ms).toBe(30_000)
  const refused = rateLimit({ requestsPerMinute: 9, tokensPerMinute: 150 }, uses, one(100), now)
  expect(refused).toMatchObject({ requests: { left: 6 }, tokens: { left: 30, fullAfter_ms: 50_000 }, wait_ms: 30_000 })
  const again = rateLimit({ requestsPerMinute: 9, tokensPerMinute: 150 }, uses, one(100), now + refused.wait_ms)
  expect(again.wait_ms).toBe(0)
})

test('calls a minute old do not count, and what is larger than the limit never fits', () => {
  expect(rateLimit({ ...none, requestsPerMinute: 1 }, uses, one(1), now + 50_000).wait_ms).toBe(0)
  expect(rateLimit({ ...none, tokensPerMinute: 99 }, [], one(100), now).wait_ms).toBe(Number.POSITIVE_INFINITY)
})

test('calls that come together fit together or not at all', () => {
  const many = { calls: 3, tokens: 30 }
  expect(rateLimit({ ...none, requestsPerMinute: 6 }, uses, many, now)).toMatchObject({
    wait_ms: 0,
    requests: { left: 0 },
  })
  expect(rateLimit({ ...none, requestsPerMinute: 5 }, uses, many, now).wait_ms).toBe(10_000)
  expect(rateLimit({ ...none, requestsPerMinute: 3 }, uses, many, now).wait_ms).toBe(50_000)
  expect(rateLimit({ ...none, requestsPerMinute: 2 }, [], many, now).wait_ms).toBe(Number.POSITIVE_INFINITY)
})
