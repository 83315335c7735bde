import { describe, expect, it } from 'vitest'
import { fuseRanks } from './fuseRanks.ts'

describe('fuseRanks', () => {
  it('puts what several rankings find before what one finds', () => {
    expect(
      fuseRanks([
        ['a', 'b', 'c'],
        ['d', 'c'],
      ]),
    ).toEqual(['c', 'a', 'd', 'b'])
  })

  it('keeps the order of a single ranking, and breaks ties by id', () => {
    expect(fuseRanks([['b', 'a', 'c']])).toEqual(['b', 'a', 'c'])
    expect(fuseRanks([['b'], ['a']])).toEqual(['a', 'b'])
    expect(fuseRanks([])).toEqual([])
  })
})
