import { expect, test } from 'vitest'
import { preparedCall } from '../../test/paidChannel.ts'
import { choicesOf } from './choicesOf.ts'

const seeded = (seed: number | null) => {
  const call = preparedCall()
  return { ...call, request: { ...call.request, params: { ...call.request.params, seed } } }
}
const seedsOf = (seed: number | null, n: number) => choicesOf([seeded(seed)], n).map((one) => one.request.params.seed)

test('choices come prompt by prompt, each with its own seed', () => {
  const [a, b] = [preparedCall('a'), preparedCall('b')]
  const contents = choicesOf([a, b], 2).map(({ request }) => request.messages[0]?.content)
  expect(contents).toEqual(['a', 'a', 'b', 'b'])
  expect(seedsOf(7, 3)).toEqual([7, 8, 9])
  expect(seedsOf(null, 2)).toEqual([null, null])
  expect(seedsOf(Number.MAX_SAFE_INTEGER, 3)).toEqual([Number.MAX_SAFE_INTEGER, 0, 1])
})
