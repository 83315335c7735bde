import { expect, test } from 'vitest'
import { BatchThreads } from './batchThreads.ts'

/** Evaluates batches, each as fast as `msPerToken` says for the threads of now; answers the threads that each had. */
function run(threads: BatchThreads, batches: number, msPerToken: (threads: number) => number): number[] {
  return Array.from({ length: batches }, () => {
    const { threads: now } = threads
    threads.observe(64, 64 * msPerToken(now))
    return now
  })
}

test('tries all and few, keeps the faster, and tries the other again now and then', () => {
  const threads = new BatchThreads({ all: 4, few: 3 })
  const idle = (count: number) => 12 / count
  const counts = run(threads, 80, idle)
  expect(counts.slice(0, 4)).toEqual([4, 4, 3, 3])
  expect(counts.slice(4, 36).every((count) => count === 4)).toBe(true)
  expect(counts.slice(36, 38)).toEqual([3, 3])
  expect(counts.slice(38, 70).every((count) => count === 4)).toBe(true)
})

test('under load fewer are used, and all again when it is gone', () => {
  const threads = new BatchThreads({ all: 2, few: 1 })
  const loaded = (count: number) => (count === 2 ? 40 : 12)
  expect(
    run(threads, 36, loaded)
      .slice(4)
      .every((count) => count === 1),
  ).toBe(true)
  const idle = (count: number) => (count === 2 ? 7 : 12)
  expect(
    run(threads, 34, idle)
      .slice(2)
      .every((count) => count === 2),
  ).toBe(true)
})

test('one disturbed batch decides nothing; small batches do not count', () => {
  const threads = new BatchThreads({ all: 2, few: 1 })
  threads.observe(64, 6_400)
  threads.observe(64, 448)
  threads.observe(31, 10_000)
  expect(threads.threads).toBe(1)
  run(threads, 2, () => 12)
  expect(threads.threads).toBe(2)
})

test('one core, or as many for one token as for many: nothing to choose', () => {
  const threads = new BatchThreads({ all: 1, few: 1 })
  expect(run(threads, 10, () => 12).every((count) => count === 1)).toBe(true)
})
