import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPostings } from './createPostings.ts'

it('holds what a map of lists holds, through growth and what is taken out', () => {
  const key = fc.oneof(fc.nat(40), fc.nat(0xffffffff))
  fc.assert(
    fc.property(fc.array(fc.option(fc.uniqueArray(key, { maxLength: 60 })), { maxLength: 120 }), (steps) => {
      const postings = createPostings()
      const entries: number[][] = []
      for (const keys of steps) {
        if (keys === null) postings.pop(entries.pop() ?? [])
        else {
          postings.push(entries.length, keys)
          entries.push(keys)
        }
      }
      for (const one of new Set(entries.flat())) {
        const found: number[] = []
        postings.each(one, (entry) => found.push(entry))
        const holders = entries.flatMap((keys, at) => (keys.includes(one) ? [at] : []))
        expect(found.reverse()).toEqual(holders)
        expect(postings.count(one)).toBe(holders.length)
      }
      expect(postings.count(0xabcdef01)).toBe(entries.flat().filter((one) => one === 0xabcdef01).length)
    }),
    { numRuns: 60 },
  )
})

it('refuses to take out what it does not hold', () => {
  expect(() => createPostings().pop([3])).toThrow('No entry has the key 3.')
})
