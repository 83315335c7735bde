import { expect, test } from 'vitest'
import { createLogTail } from './createLogTail.ts'

const all = { after: 0, limit: 1_000, level: 'debug', text: '' } as const
const line = (level: number, msg: string, facts: object = {}) =>
  `${JSON.stringify({ level, time: '2026-11-30T00:00:01.000Z', ...facts, msg })}\n`

test('lines come oldest first with time, level and facts, from a level on, with some words, after a number', () => {
  const tail = createLogTail()
  tail.write(line(20, 'looked'))
  tail.write(line(30, 'request', { path: '/v1/Models', status: 200 }))
  tail.write(line(50, 'call failed', { code: 'ENGINE_CRASHED' }))
  const { data, next } = tail.read(all)
  expect(next).toBe(3)
  expect(data.map(({ sequence, level, event }) => [sequence, level, event])).toEqual([
    [1, 'debug', 'looked'],
    [2, 'info', 'request'],
    [3, 'error', 'call failed'],
  ])
  expect(data[1]).toMatchObject({ time: Date.UTC(2026, 10, 30, 0, 0, 1), facts: { path: '/v1/Models', status: 200 } })
  expect(tail.read({ ...all, level: 'warn' }).data.map(({ sequence }) => sequence)).toEqual([3])
  expect(tail.read({ ...all, text: 'v1/models' }).data.map(({ sequence }) => sequence)).toEqual([2])
  expect(tail.read({ ...all, after: 2 }).data.map(({ sequence }) => sequence)).toEqual([3])
  expect(tail.read({ ...all, limit: 1 }).data.map(({ sequence }) => sequence)).toEqual([3])
})

test('only the newest are kept, the numbers go on, and what is no JSON is a line all the same', () => {
  const tail = createLogTail(2)
  for (const word of ['one', 'two', '{"broken']) tail.write(word)
  expect(tail.read(all)).toMatchObject({
    data: [
      { sequence: 2, event: 'two' },
      { sequence: 3, event: '{"broken', level: 'info' },
    ],
    next: 3,
  })
  tail.write('x'.repeat(100_000))
  expect(tail.read(all).data.at(-1)?.event).toHaveLength(8_000)
})
