import { expect, test } from 'vitest'
import { hashText } from '../primitives/hash.ts'
import { drawRecords } from './drawRecords.ts'

const all = Array.from({ length: 200 }, (_, place) => hashText(`record ${place}`)).sort()

test('as many as asked for, the same ones each time and in whatever order they come, others by another seed', () => {
  const drawn = drawRecords(all, 50, 1)
  expect(drawn).toHaveLength(50)
  expect(drawn).toEqual(drawn.toSorted())
  expect(drawRecords(all.toReversed(), 50, 1).toReversed()).toEqual(drawn)
  expect(drawRecords(all, 50, 2)).not.toEqual(drawn)
  expect(drawRecords(all, 200, 1)).toEqual(all)
})

test('a larger draw holds the smaller one, and a record that is taken away makes room for one other', () => {
  const drawn = drawRecords(all, 50, 7)
  expect(drawRecords(all, 80, 7)).toEqual(expect.arrayContaining(drawn))
  const [first] = drawn
  const without = drawRecords(
    all.filter((commitment) => commitment !== first),
    50,
    7,
  )
  expect(without.filter((commitment) => !drawn.includes(commitment))).toHaveLength(1)
})
