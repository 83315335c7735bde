import type { Call } from '@openledger/core/api/calls.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAnswer } from './cutAnswer.ts'

const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const bytes = (text: string) => new TextEncoder().encode(text).length
const span = (start: number, end: number) => ({ start, end, count: 1, rarity: 1, records: [] })

const answer = 'Ships wait – at the bar. They enter.'
const first = { start: 0, end: bytes('Ships wait – at the bar.') }
const second = { start: first.end + 1, end: bytes(answer) }

test('sentences with their citations, spans across them, every character once', () => {
  const sentences: Call['sentences'] = [
    {
      ...first,
      citations: [
        { commitment: hash('1'), score: '-5' },
        { commitment: hash('2'), score: '7' },
      ],
    },
    {
      ...second,
      citations: [
        { commitment: hash('1'), score: '3' },
        { commitment: hash('2'), score: '9' },
      ],
    },
  ]
  const spans = [
    span(bytes('Ships wait –'), bytes('Ships wait – at the bar. They')),
    span(bytes('Ships'), bytes('Ships wait – at')),
  ]
  const cut = cutAnswer(answer, { sentences, spans })
  expect(cut.map(({ pieces }) => pieces)).toEqual([
    [
      { text: 'Ships', spans: [] },
      { text: ' wait –', spans: [1] },
      { text: ' at', spans: [0, 1] },
      { text: ' the bar.', spans: [0] },
    ],
    [
      { text: 'They', spans: [0] },
      { text: ' enter.', spans: [] },
    ],
  ])
  expect(cut.map(({ citations }) => citations)).toEqual([
    [{ commitment: hash('2'), score: 7n }],
    [
      { commitment: hash('2'), score: 9n },
      { commitment: hash('1'), score: 3n },
    ],
  ])
})

test('where nobody measured sentences the answer is one', () => {
  const [only, ...more] = cutAnswer(answer, { sentences: null, spans: null })
  expect(more).toEqual([])
  expect(only).toEqual({ pieces: [{ text: answer, spans: [] }], citations: [], after: '' })
})

test('whatever the bytes say, the text comes back whole', () => {
  const place = fc.nat({ max: 40 })
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.tuple(place, place)),
      fc.array(place),
      (text, pairs, cuts) => {
        const length = bytes(text)
        const edges = [...new Set([0, ...cuts.filter((cut) => cut < length), length])].sort((a, b) => a - b)
        const sentences = edges.slice(0, -1).map((start, i) => ({ start, end: edges[i + 1] ?? length, citations: [] }))
        const spans = pairs.map(([a, b]) => span(Math.min(a, b), Math.max(a, b)))
        const cut = cutAnswer(text, { sentences, spans })
        // A character that a sentence cuts in two belongs to both: evidence never does that, and nothing is lost.
        const whole = cut.map(({ pieces, after }) => pieces.map((piece) => piece.text).join('') + after).join('')
        const clean = edges.every(
          (edge) =>
            new TextDecoder().decode(new TextEncoder().encode(text).subarray(edge)).isWellFormed() &&
            !new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, edge)).endsWith('\ufffd'),
        )
        if (clean) expect(whole).toBe(text)
        else expect(whole.length).toBeGreaterThanOrEqual(text.length)
      },
    ),
  )
})
