import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFairQueue } from './createFairQueue.ts'

test('one with a hundred waiting delays another’s first by one', () => {
  const queue = createFairQueue<string>()
  for (let i = 0; i < 100; i++) queue.push('greedy', 10, `greedy ${i}`)
  expect(queue.shift()).toBe('greedy 0')
  queue.push('modest', 10, 'modest 0')
  queue.push('modest', 10, 'modest 1')
  const next = Array.from({ length: 4 }, () => queue.shift())
  expect(next.filter((item) => item?.startsWith('modest'))).toEqual(['modest 0', 'modest 1'])
  expect(next.slice(0, 2)).toContain('modest 0')
})

test('turns go by cost: who asks for ten times as much gets a tenth of the turns', () => {
  const queue = createFairQueue<string>()
  for (let i = 0; i < 40; i++) {
    queue.push('large', 100, 'large')
    queue.push('small', 10, 'small')
  }
  const served = Array.from({ length: 33 }, () => queue.shift())
  expect(served.filter((item) => item === 'large')).toHaveLength(3)
})

test('what was served without waiting counts, and being away earns nothing', () => {
  const queue = createFairQueue<string>()
  for (let i = 0; i < 50; i++) queue.charge('busy', 10)
  queue.push('busy', 10, 'busy')
  queue.push('new', 10, 'new 0')
  queue.push('new', 10, 'new 1')
  queue.push('new', 10, 'new 2')
  const order = Array.from({ length: 4 }, () => queue.shift())
  expect(order[0]).toBe('new 0')
  expect(order.indexOf('busy')).toBeLessThan(3)
  expect(queue.shift()).toBeUndefined()
})

test('room is made by whoever has most waiting, never by one who has no more than oneself', () => {
  const queue = createFairQueue<string>()
  queue.push('a', 1, 'a0')
  queue.push('a', 1, 'a1')
  queue.push('b', 1, 'b0')
  expect(queue.evict('a')).toBeUndefined()
  expect(queue.evict('b')).toBeUndefined()
  expect(queue.evict('c')).toBe('a1')
  expect(queue.evict('c')).toBeUndefined()
  queue.remove('b', 'b0')
  expect(queue.size()).toBe(1)
})

test('what was begun comes before the payer’s other items, in order, and never makes room for anybody', () => {
  const queue = createFairQueue<string>()
  queue.push('a', 1, 'a0')
  queue.pushBegun('a', 1, 'begun 0')
  queue.push('a', 1, 'a1')
  queue.pushBegun('a', 1, 'begun 1')
  queue.pushBegun('b', 1, 'b begun')
  queue.pushBegun('b', 1, 'b begun too')
  queue.pushBegun('b', 1, 'b begun three')
  expect([queue.evict('c'), queue.evict('c'), queue.evict('c')]).toEqual(['a1', 'a0', undefined])
  const order = Array.from({ length: 6 }, () => queue.shift())
  expect(order.filter((item) => item?.startsWith('begun'))).toEqual(['begun 0', 'begun 1'])
  expect([order[5], queue.size()]).toEqual([undefined, 0])
})

test('nothing is lost and nothing served twice; each payer’s own come in order', () => {
  const action = fc.oneof(
    fc.record({ payer: fc.constantFrom('a', 'b', 'c'), cost: fc.integer({ min: 1, max: 50 }) }),
    fc.constantFrom('shift' as const, 'evict' as const),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const queue = createFairQueue<{ payer: string; number: number }>()
      const waiting = new Map<string, number[]>()
      let number = 0
      for (const one of actions) {
        if (typeof one === 'object') {
          queue.push(one.payer, one.cost, { payer: one.payer, number })
          waiting.set(one.payer, [...(waiting.get(one.payer) ?? []), number])
          number += 1
          continue
        }
        const item = one === 'shift' ? queue.shift() : queue.evict('d')
        if (item === undefined) continue
        const own = waiting.get(item.payer) ?? []
        expect(one === 'shift' ? own.shift() : own.pop()).toBe(item.number)
      }
      const left = [...waiting.values()].reduce((sum, own) => sum + own.length, 0)
      expect(queue.size()).toBe(left)
    }),
  )
})
