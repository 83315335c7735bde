import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createOpenCalls } from './openCalls.ts'

test('closing lets nobody in, and waits for who was let in before, also while the call is only being prepared', async () => {
  const calls = createOpenCalls()
  const leave = calls.enter()
  let isDrained = false
  const drained = calls.drain({ patience_ms: 60_000 }).then(() => (isDrained = true))
  expect(() => calls.enter()).toThrow(expect.objectContaining({ code: 'GATEWAY_STOPPING' }))
  const work = Promise.withResolvers<void>()
  calls.track(work.promise)
  leave()
  await sleep(20)
  expect(isDrained).toBe(false)
  work.reject(new Error('failed'))
  await drained
  expect(calls.cut.aborted).toBe(false)
  expect(calls.count()).toBe(0)
})

test('what takes longer than the patience is cut', async () => {
  const calls = createOpenCalls()
  calls.track(new Promise<void>((resolve) => calls.cut.addEventListener('abort', () => resolve())))
  await calls.drain({ patience_ms: 10 })
  expect(calls.cut.aborted).toBe(true)
})
