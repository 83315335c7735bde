import { expect, test } from 'vitest'
import { EventQueue } from './eventQueue.ts'

test('delivers in order, whether pulled before or after the push', async () => {
  const queue = new EventQueue<number>()
  const early = queue.next()
  queue.push(1)
  queue.push(2)
  expect([await early, await queue.next()]).toEqual([1, 2])
})

test('delivers what came before a failure, then throws it', async () => {
  const queue = new EventQueue<number>()
  queue.push(1)
  queue.fail(new Error('gone'))
  expect(await queue.next()).toBe(1)
  await expect(queue.next()).rejects.toThrow('gone')
  await expect(queue.next()).rejects.toThrow('gone')
})
