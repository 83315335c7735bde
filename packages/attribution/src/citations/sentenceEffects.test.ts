import { hashText } from '@openledger/core/primitives/hash.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentenceEffects } from './sentenceEffects.ts'

const [one, two] = [hashText('one'), hashText('two')]
const answer = 'Ships wait – at the bar. They enter at high water.'
/** Tokens as models cut them: with their space before them. */
const tokens = ['Ships', ' wait', ' –', ' at the bar', '.', ' They', ' enter', ' at high water', '.']
const byteLengths = tokens.map((token) => Buffer.byteLength(token))

test('each sentence has the effects of its own tokens, in bytes', () => {
  const byToken = [1, 1, 0, 2, 0.5, 0, -0.25, 0, 0]
  const found = sentenceEffects(answer, byteLengths, [
    { commitment: one, byToken },
    { commitment: two, byToken: byToken.map(() => 0.001) },
  ])
  expect(found?.map(({ start, end }) => Buffer.from(answer).subarray(start, end).toString())).toEqual([
    'Ships wait – at the bar.',
    'They enter at high water.',
  ])
  expect(found?.map(({ citations }) => citations)).toEqual([
    [
      { commitment: one, score: 4_500_000n },
      { commitment: two, score: 5_000n },
    ],
    [
      { commitment: one, score: -250_000n },
      { commitment: two, score: 4_000n },
    ],
  ])
})

test('the sentences sum to the whole, whatever the text and its tokens are', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.integer({ min: -9_000, max: 9_000 })), (text, thousandths) => {
      const bytes = Buffer.byteLength(text)
      const lengths = Array.from({ length: bytes }, () => 1)
      const byToken = lengths.map((_, at) => (thousandths[at] ?? 0) / 1_000)
      const found = sentenceEffects(text, lengths, [{ commitment: one, byToken }])
      const sum = found?.reduce((all, { citations }) => all + Number(citations[0]?.score), 0)
      if (text.trim() === '') expect(found).toEqual([])
      else expect(sum).toBeCloseTo(byToken.reduce((all, effect) => all + effect, 0) * 1e6, -1)
    }),
  )
})

test('effects of other tokens than the text has say nothing of its sentences', () => {
  expect(sentenceEffects(answer, byteLengths.slice(1), [{ commitment: one, byToken: [1] }])).toBeUndefined()
})
