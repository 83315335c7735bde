import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallQueue } from './callQueue.ts'

const [PERMITS, PASSES] = [2, 3]

test('never more than let in, none lost, none passed by more than it may be', async () => {
  const step = fc.record({ what: fc.constantFrom('come', 'come', 'end', 'abort'), which: fc.nat(9), key: fc.nat(2) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(2), async (steps, liked) => {
      const queue = new CallQueue({
        permits: PERMITS,
        maxWaiting: 99,
        passes: PASSES,
        prefers: (key) => key === `${liked}`,
      })
      const inside: (() => void)[] = []
      const waiting: { id: number; abort: AbortController }[] = []
      const letIn: number[] = []
      let aborted = 0
      let id = 0
      for (const { what, which, key } of steps) {
        if (what === 'come') {
          const [mine, abort] = [id++, new AbortController()]
          waiting.push({ id: mine, abort })
          void queue.acquire(`${key}`, abort.signal).then((release) => {
            waiting.splice(
              waiting.findIndex((one) => one.id === mine),
              1,
            )
            if (release === undefined) aborted += 1
            else {
              letIn.push(mine)
              inside.push(release)
            }
          })
        } else if (what === 'end') inside.splice(which % Math.max(1, inside.length), 1)[0]?.()
        else waiting[which % Math.max(1, waiting.length)]?.abort.abort()
        await new Promise((resolve) => setImmediate(resolve))
        expect(inside.length).toBeLessThanOrEqual(PERMITS)
        expect(queue.active).toBe(inside.length)
        expect(queue.waiting).toBe(waiting.length)
        // Nobody waits beside a free place.
        if (queue.waiting > 0) expect(inside.length).toBe(PERMITS)
      }
      while (inside.length > 0) {
        inside.shift()?.()
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(letIn.length + aborted).toBe(id)
      for (const [place, mine] of letIn.entries())
        expect(letIn.slice(0, place).filter((other) => other > mine).length).toBeLessThanOrEqual(PASSES)
    }),
  )
})

test('calls with the adapters that are computed with go first, the others in their order', async () => {
  const queue = new CallQueue({ permits: 1, maxWaiting: 9, passes: 2, prefers: (key) => key === 'a' })
  const order: string[] = []
  const first = await queue.acquire('a')
  const rest = ['b', 'c', 'a', 'a', 'a', 'b'].map(async (key, at) => {
    const release = await queue.acquire(key)
    order.push(`${key}${at}`)
    release?.()
  })
  expect([queue.demand('a'), queue.demand('b'), queue.waiting]).toEqual([4, 2, 6])
  first?.()
  await Promise.all(rest)
  expect(order).toEqual(['a2', 'a3', 'b0', 'c1', 'a4', 'b5'])
  expect([queue.active, queue.demand('a')]).toEqual([0, 0])
})

test('a queue that is full refuses', async () => {
  const queue = new CallQueue({ permits: 1, maxWaiting: 0, passes: 1, prefers: () => false })
  const release = await queue.acquire('a')
  await expect(queue.acquire('a')).rejects.toMatchObject({ code: 'ENGINE_BUSY' })
  release?.()
  release?.()
  expect(await queue.acquire('a')).toBeDefined()
  expect(await queue.acquire('a', AbortSignal.abort())).toBeUndefined()
})
