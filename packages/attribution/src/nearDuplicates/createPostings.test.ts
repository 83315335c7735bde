import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPostings } from './createPostings.ts'
import { createTokenPostings } from './createTokenPostings.ts'

describe.each([
  ['createPostings', createPostings, fc.oneof(fc.nat(40), fc.nat(0xffffffff))],
  ['createTokenPostings', createTokenPostings, fc.nat(90)],
])('%s', (_, create, key) => {
  it('holds what lists of lists hold, through growth and what is taken out', () => {
    const steps = fc.array(fc.option(fc.uniqueArray(key, { maxLength: 60 })), { maxLength: 120 })
    fc.assert(
      fc.property(steps, (drawn) => {
        const postings = create()
        const entries: number[][] = []
        for (const keys of drawn) {
          const last = keys === null ? entries.pop() : undefined
          if (last !== undefined) postings.pop(last)
          if (keys === null) continue
          postings.push(entries.length, keys)
          entries.push(keys)
        }
        expect(postings.size()).toBe(entries.length)
        for (const one of new Set([...entries.flat(), 77])) {
          const into = { found: new Uint32Array(200), size: 0, stamps: new Uint32Array(200), stamp: 1 }
          const found = [...into.found.subarray(0, postings.collect(one, into))].sort((a, b) => a - b)
          const holders = entries.flatMap((keys, at) => (keys.includes(one) ? [at] : []))
          expect(found).toEqual(holders)
          expect(postings.count(one)).toBe(holders.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('collects nothing twice, and refuses to take out what it does not hold', () => {
    const postings = create()
    postings.push(0, [1, 2])
    const into = { found: new Uint32Array(4), size: 0, stamps: new Uint32Array(4), stamp: 1 }
    expect(postings.collect(1, into)).toBe(1)
    expect(postings.collect(2, { ...into, size: 1 })).toBe(1)
    expect(() => postings.pop([3])).toThrow('No entry has the key 3.')
  })
})
