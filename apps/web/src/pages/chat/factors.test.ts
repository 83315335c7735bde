import { completeEnsemble } from '@openledger/core/ensemble/ensembleName.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factorsOf } from './factors.ts'

test('sliders become factors that the API takes: above 0, at most six decimals, 1 at most in all', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 8 }), (amounts) => {
      const factors = factorsOf(amounts.map((amount, n) => ({ model: `m${n}`, amount })))
      const parts = completeEnsemble(factors.map(({ model, scalePpm }) => ({ model, scale: scalePpm / 1_000_000 })))
      expect(parts?.map(({ scalePpm }) => scalePpm)).toEqual(factors.map(({ scalePpm }) => scalePpm))
    }),
  )
})
