import { expect, test } from 'vitest'
import { FifoSemaphore } from './fifoSemaphore.ts'

test('lets holders in by the order in which they came, never more than its permits', async () => {
  const semaphore = new FifoSemaphore({ permits: 2 })
  const order: number[] = []
  let inside = 0
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map((i) =>
      semaphore.run(async () => {
        order.push(i)
        inside++
        expect(inside).toBeLessThanOrEqual(2)
        await new Promise((resolve) => setImmediate(resolve))
        inside--
      }),
    ),
  )
  expect(order).toEqual([0, 1, 2, 3, 4, 5])
  expect(semaphore.active).toBe(0)
})

test('refuses when too many wait', async () => {
  const semaphore = new FifoSemaphore({ permits: 1, maxWaiting: 1 })
  const release = await semaphore.acquire()
  const second = semaphore.acquire()
  await expect(semaphore.acquire()).rejects.toMatchObject({ code: 'ENGINE_BUSY' })
  release?.()
  ;(await second)?.()
  expect(semaphore.active).toBe(0)
})

test('an aborted wait leaves the queue and takes no permit', async () => {
  const semaphore = new FifoSemaphore({ permits: 1 })
  const release = await semaphore.acquire()
  const controller = new AbortController()
  const waiting = semaphore.acquire(controller.signal)
  controller.abort()
  expect(await waiting).toBeUndefined()
  expect(semaphore.waiting).toBe(0)
  release?.()
  expect(semaphore.active).toBe(0)
  expect(await semaphore.acquire(controller.signal)).toBeUndefined()
})

test('giving a permit back twice frees it once', async () => {
  const semaphore = new FifoSemaphore({ permits: 1 })
  const release = await semaphore.acquire()
  release?.()
  release?.()
  expect(semaphore.active).toBe(0)
  await semaphore.acquire()
  expect(semaphore.active).toBe(1)
})
