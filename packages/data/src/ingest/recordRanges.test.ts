import { recordRangesSchema } from '@openledger/core/api/uploads.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countRanges, isInRanges, readRanges, toggleInRanges, toRanges, writeRanges } from './recordRanges.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 })

it('any set of numbers is one list of ranges, written and read back the same', () => {
  fc.assert(
    fc.property(numbers, (all) => {
      const ranges = toRanges(all)
      expect(recordRangesSchema.parse(ranges)).toEqual(ranges)
      expect(countRanges(ranges)).toBe(all.length)
      expect(readRanges(writeRanges(ranges))).toEqual(ranges)
      for (let number = 1; number <= 62; number++) expect(isInRanges(ranges, number)).toBe(all.includes(number))
    }),
  )
})

it('a number that is toggled is there where it was not, and the other way round', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 60 }), (all, number) => {
      const without = all.filter((one) => one !== number)
      const wanted = without.length === all.length ? [...all, number] : without
      expect(toggleInRanges(toRanges(all), number)).toEqual(toRanges(wanted))
    }),
  )
})

it('reads what people write, and nothing else', () => {
  expect(readRanges('17-20, 3,18 – 22')).toEqual([
    [3, 3],
    [17, 22],
  ])
  for (const wrong of ['', '0', 'a', '5-3', '1,,2', '-4', '1-2-3']) expect(readRanges(wrong), wrong).toBe(undefined)
})

it('a request holds ranges in one way alone', () => {
  for (const wrong of [
    [],
    [[2, 1]],
    [[0, 1]],
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [1, 2],
    ],
  ])
    expect(recordRangesSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
})
