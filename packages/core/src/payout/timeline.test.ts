import { expect, test } from 'vitest'
import { always, valueAt } from './timeline.ts'

test('a change counts from its own second on; of two in one second the later', () => {
  const owners = [
    { from: 10n, value: 'ada' },
    { from: 20n, value: 'bo' },
    { from: 20n, value: 'cy' },
  ]
  const at = (time: bigint) => valueAt(owners, time)
  expect([at(9n), at(10n), at(19n), at(20n), at(10n ** 12n)]).toEqual([undefined, 'ada', 'ada', 'cy', 'cy'])
  expect(valueAt([], 1n)).toBeUndefined()
  expect(valueAt(always('ada'), 0n)).toBe('ada')
})
