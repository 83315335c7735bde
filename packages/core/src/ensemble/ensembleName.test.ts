import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callFee, componentFee } from '../payout/callFee.ts'
import { completeEnsemble, ensembleName, parseEnsembleName } from './ensembleName.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9 ._/-]{0,20}$/)
const part = fc.record({ model: name, scalePpm: fc.integer({ min: 1, max: 125_000 }) })
const read = (text: string) => {
  const asked = parseEnsembleName(text)
  return asked && completeEnsemble(asked)
}

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 8 }), (parts) => {
      expect(read(ensembleName(parts))).toEqual(parts)
    }),
  )
  expect(ensembleName([{ model: 'a', scalePpm: 1_000_000 }])).toBe('a')
  expect(
    ensembleName([
      { model: 'a', scalePpm: 700_000 },
      { model: 'b', scalePpm: 1 },
    ]),
  ).toBe('a*0.7+b*0.000001')
})

test('without factors all have equal parts, of 1 at most', () => {
  expect(read('a+b')).toEqual([
    { model: 'a', scalePpm: 500_000 },
    { model: 'b', scalePpm: 500_000 },
  ])
  expect(read('a+b+c')?.map(({ scalePpm }) => scalePpm)).toEqual([333_333, 333_333, 333_333])
})

test('what is no ensemble is not read as one', () => {
  for (const text of ['', 'a', 'a*0.5', '+', 'a+', '+b', 'a++b']) expect(parseEnsembleName(text), text).toBeUndefined()
  // Not a factor: part of the name, which then is no model's.
  expect(read('a*x+b*0.1234567')?.map(({ model }) => model)).toEqual(['a*x', 'b*0.1234567'])
})

test('factors that cannot be billed by, that some lack, or that sum to more than 1 are refused', () => {
  for (const scales of [
    [0, 0.5],
    [-0.1, 0.5],
    [1e-7, 0.5],
    [0.1234567, 0.5],
    [Number.NaN, 0.5],
    [Number.POSITIVE_INFINITY, 0.5],
    [undefined, 0.5],
    [0.7, 0.300001],
    [1, 9],
  ])
    expect(completeEnsemble(scales.map((scale, at) => ({ model: String(at), scale }))), String(scales)).toBeUndefined()
})

test('no model is used for less than its factor of its price, whatever stands beside it', () => {
  const price = fc.bigInt({ min: 0n, max: 10n ** 24n })
  const member = fc.record({ scale: fc.integer({ min: 1, max: 1_000_000 }), inputPrice: price, outputPrice: price })
  const tokens = { inputTokens: 1_000, outputTokens: 100 }
  fc.assert(
    fc.property(fc.array(member, { minLength: 2, maxLength: 8 }), (members) => {
      const parts = completeEnsemble(members.map(({ scale }, at) => ({ model: String(at), scale: scale / 1e6 })))
      if (parts === undefined) return
      const components = parts.map(({ scalePpm }, at) => ({ scalePpm, price: members[at] ?? members[0] ?? never() }))
      const { componentFees } = callFee(tokens, components)
      for (const [at, { scalePpm, price: own }] of components.entries())
        expect(componentFees[at]).toBeGreaterThanOrEqual((componentFee(tokens, own) * BigInt(scalePpm)) / 1_000_000n)
    }),
  )
})

function never(): never {
  throw new Error('there is no member')
}
