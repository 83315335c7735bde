import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createInterner } from './createInterner.ts'
import { createOverlapBound } from './createOverlapBound.ts'
import { oneSlipApart } from './similarity.ts'

const letters: string[] = ['a', 'b', 'é']
const slip = fc
  .tuple(
    fc.array(fc.constantFrom(...letters), { minLength: 6, maxLength: 9 }),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom(...letters),
  )
  .map(([word, place, kind, letter]) => {
    const at = place % word.length
    const [here = '', next = ''] = word.slice(at, at + 2)
    const put = [[letter, here], [], [letter], [next, here]][kind] ?? []
    return [word.join(''), word.toSpliced(at, kind === 3 ? 2 : 1, ...put).join('')] as const
  })
  .filter(([a, b]) => a === b || oneSlipApart(a, b))

it('finds every word that is a slip apart', () => {
  const { idOf, textOf } = createInterner()
  const bound = createOverlapBound(textOf)
  const stretch = (text: string) => ({ chunk: Uint32Array.of(idOf(text)), start: 0, end: 1 })
  fc.assert(
    fc.property(slip, ([a, b]) => {
      bound.ask(stretch(a))
      expect(bound.reaches(stretch(b), 1)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

it('dismisses words that have neither beginning nor end in common', () => {
  const { idOf, textOf } = createInterner()
  const bound = createOverlapBound(textOf)
  const stretch = (...texts: string[]) => ({ chunk: Uint32Array.from(texts, idOf), start: 0, end: texts.length })
  bound.ask(stretch('fracture', 'femur', 'cholera'))
  expect(bound.reaches(stretch('fracture', 'femur', 'diabetes'), 2)).toBe(true)
  expect(bound.reaches(stretch('fracture', 'femur', 'diabetes'), 3)).toBe(false)
})
