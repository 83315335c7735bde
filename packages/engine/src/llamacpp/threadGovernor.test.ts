import { expect, test } from 'vitest'
import { ThreadGovernor } from './threadGovernor.ts'

const feed = (governor: ThreadGovernor, ms: number, nowMs: number) => {
  for (let i = 0; i < 8; i++) governor.observe(ms, nowMs)
  return governor.threads
}

test('halves the threads when tokens get slow, down to one', () => {
  const governor = new ThreadGovernor({ threads: 7 })
  expect(feed(governor, 15, 0)).toBe(7)
  expect(feed(governor, 2000, 1)).toBe(4)
  expect(feed(governor, 2000, 2)).toBe(2)
  expect(feed(governor, 2000, 3)).toBe(1)
  expect(feed(governor, 2000, 4)).toBe(1)
})

test('single slow tokens change nothing', () => {
  const governor = new ThreadGovernor({ threads: 4 })
  for (let i = 0; i < 80; i++) governor.observe(i % 4 === 0 ? 500 : 15, i)
  expect(governor.threads).toBe(4)
})

test('tries all threads again after a quiet time, then waits twice as long', () => {
  const governor = new ThreadGovernor({ threads: 2, retryAfterMs: 1000 })
  feed(governor, 15, 0)
  expect(feed(governor, 500, 10)).toBe(1)
  expect(feed(governor, 20, 900)).toBe(1)
  expect(feed(governor, 20, 1010)).toBe(2)
  expect(feed(governor, 500, 1020)).toBe(1)
  expect(feed(governor, 20, 2100)).toBe(1)
  expect(feed(governor, 20, 3020)).toBe(2)
})
