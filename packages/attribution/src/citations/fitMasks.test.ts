import { hashText } from '@openledger/core/primitives/hash.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawMasks, type Mask } from './drawMasks.ts'
import { fitMasks } from './fitMasks.ts'

const seed = hashText('a call')

it('finds the effects of what adds up, and predicts every mask of it', () => {
  const effects = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(effects, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (true_, other) => {
      const value = (mask: Mask) => true_.reduce((sum, effect, at) => sum + (mask[at] ? effect : 0), -30)
      const masks = drawMasks(true_.length, seed)
      const fit = fitMasks(masks, masks.map(value))
      for (const [at, effect] of true_.entries()) expect(fit.effects[at]).toBeCloseTo(effect, 8)
      expect(fit.predict(other.slice(0, true_.length))).toBeCloseTo(value(other.slice(0, true_.length)), 8)
    }),
  )
})

it('does not take what two units do only together for the work of a third', () => {
  const masks = drawMasks(8, seed)
  const fit = fitMasks(
    masks,
    masks.map((mask) => (mask[2] && mask[5] ? 12 : 0)),
  )
  for (const [at, effect] of fit.effects.entries()) expect(effect).toBeCloseTo(at === 2 || at === 5 ? 6 : 0, 10)
})

it('lets those that say the same share', () => {
  const masks = drawMasks(8, seed)
  const fit = fitMasks(
    masks,
    masks.map((mask) => (mask[1] || mask[6] ? 10 : 0)),
  )
  expect(fit.effects).toEqual([0, 5, 0, 0, 0, 0, 5, 0])
})

it('foretells what two units do only together, as far as the masks tell pairs apart', () => {
  const value = (mask: Mask) => (mask[0] && mask[1] ? 8 : 0)
  const few = drawMasks(3, seed)
  const exact = fitMasks(few, few.map(value))
  for (const mask of few) expect(exact.predict(mask)).toBeCloseTo(value(mask), 10)
  const many = drawMasks(8, seed)
  const fit = fitMasks(many, many.map(value))
  for (const mask of many) expect(fit.predict(mask)).toBeCloseTo(value(mask), 10)
})
