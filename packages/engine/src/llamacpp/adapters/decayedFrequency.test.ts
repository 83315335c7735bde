import { expect, test } from 'vitest'
import { DecayedFrequency } from './decayedFrequency.ts'

test('what is used more often counts more; what was used long ago less than what is used now', () => {
  const uses = new DecayedFrequency()
  for (let at = 0; at < 30; at++) uses.use('old', 64)
  for (let at = 0; at < 10; at++) uses.use('seldom', 64)
  expect(uses.of('old')).toBeGreaterThan(uses.of('seldom'))
  expect(uses.of('never')).toBe(0)
  // The 30 uses fade by half each 24 × 64 uses of others: after five times that they count less than ten new ones.
  for (let at = 0; at < 5 * 24 * 64; at++) uses.use('others', 64)
  for (let at = 0; at < 10; at++) uses.use('new', 64)
  expect(uses.of('new')).toBeGreaterThan(uses.of('old'))
})

test('counts stay in bounds and in order over millions of uses and more ids than are tracked', () => {
  const uses = new DecayedFrequency()
  for (let at = 0; at < 200_000; at++) {
    uses.use(`once ${at}`, 1)
    if (at % 10 === 0) uses.use('often', 1)
    if (at % 20 === 0) uses.use('less often', 1)
  }
  expect(Number.isFinite(uses.of('often'))).toBe(true)
  expect(uses.of('often')).toBeGreaterThan(0)
  expect(uses.of('once 0')).toBe(0)
  expect(uses.of('once 199999')).toBeGreaterThan(0)
})
