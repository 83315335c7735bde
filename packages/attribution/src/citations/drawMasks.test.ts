import { hashText } from '@openledger/core/primitives/hash.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawMasks } from './drawMasks.ts'

const seedOf = (n: number) => hashText(String(n))
const key = (mask: readonly boolean[]) => mask.map(Number).join('')

it.each([
  [1, 2],
  [2, 4],
  [3, 8],
  [4, 16],
  [5, 16],
  [8, 16],
  [9, 32],
  [16, 32],
  [64, 128],
])('%d units take %d contexts', (units, contexts) => {
  expect(drawMasks(units, seedOf(1))).toHaveLength(contexts)
})

it('begins with the whole context, ends with the empty one, repeats none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(), (units, seed) => {
      const masks = drawMasks(units, seedOf(seed))
      expect(masks[0]?.every((stays) => stays)).toBe(true)
      expect(masks.at(-1)?.some((stays) => stays)).toBe(false)
      expect(new Set(masks.map(key)).size).toBe(masks.length)
    }),
    { numRuns: 50 },
  )
})

it('shows each unit in half of the contexts and each pair in a quarter, in complementary pairs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), (units, seed) => {
      const masks = drawMasks(units, seedOf(seed))
      const keys = new Set(masks.map(key))
      for (const mask of masks) expect(keys).toContain(key(mask.map((stays) => !stays)))
      for (let a = 0; a < units; a += 1) {
        expect(masks.filter((mask) => mask[a])).toHaveLength(masks.length / 2)
        for (let b = 0; b < a; b += 1) expect(masks.filter((mask) => mask[a] && mask[b])).toHaveLength(masks.length / 4)
      }
    }),
    { numRuns: 30 },
  )
})

it('draws the same for the same seed, something else for another', () => {
  expect(drawMasks(7, seedOf(1))).toEqual(drawMasks(7, seedOf(1)))
  const drawn = new Set(Array.from({ length: 20 }, (_, seed) => drawMasks(7, seedOf(seed)).map(key).join()))
  expect(drawn.size).toBeGreaterThan(5)
})

it('orders contexts so that neighbours begin alike', () => {
  const keys = drawMasks(8, seedOf(3)).map(key)
  expect(keys).toEqual(keys.toSorted().reverse())
})
