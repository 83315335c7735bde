import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexWords } from './indexWords.ts'

const texts = [
  { id: 'mit', text: 'MIT License. The notice must stay in all copies.' },
  { id: 'apache', text: 'Apache License. A patent grant; the notice file must be passed on.' },
  { id: 'long', text: `GNU General Public License. Notice ${'of the terms for each recipient of works, '.repeat(20)}` },
]
const found = (query: string, k = 3) =>
  indexWords(texts)
    .search(query, k)
    .map(({ id }) => id)

describe('indexWords', () => {
  it('ranks by rare words, whatever their endings and their case', () => {
    expect(found('What happens to patents that were granted?')).toEqual(['apache'])
    expect(found('COPY of the mit licenses')).toEqual(['mit', 'apache', 'long'])
  })

  it('holds back long texts', () => {
    expect(found('notice')).toEqual(['mit', 'apache', 'long'])
  })

  it('finds nothing where no word is shared, and nothing among no texts', () => {
    expect(found('spirillosis')).toEqual([])
    expect(found('what is it')).toEqual([])
    expect(indexWords([]).search('notice', 3)).toEqual([])
  })

  it('returns at most k', () => {
    expect(found('license notice', 2)).toHaveLength(2)
  })

  it('gives the same scores in whatever order the texts come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(texts, { minLength: 3 }), (shuffled) => {
        expect(indexWords(shuffled).search('license notice grant', 3)).toEqual(
          indexWords(texts).search('license notice grant', 3),
        )
      }),
    )
  })

  it('scores as BM25 says', () => {
    const [match] = indexWords([
      { id: 'a', text: 'red' },
      { id: 'b', text: 'green green blue' },
    ]).search('green', 1)
    const rarity = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expect(match).toEqual({
      id: 'b',
      score: expect.closeTo((rarity * 2 * 2.2) / (2 + 1.2 * (0.25 + (0.75 * 3) / 2)), 12),
    })
  })
})
