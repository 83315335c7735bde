import { expect, test } from 'vitest'
import { baseCardSchema, baseFamilies } from './baseCard.ts'
import { baseCards } from './baseCards.ts'
import { findBaseCard } from './findBaseCard.ts'

test('every card says what it must, under a name of its own', () => {
  for (const card of baseCards) baseCardSchema.parse(card)
  expect(new Set(baseCards.map(({ id }) => id)).size).toBe(baseCards.length)
  // What was not read from a file says so.
  for (const { checked, sha256, size, shape } of baseCards)
    expect([sha256, size, shape].map((fact) => fact !== null)).toEqual([checked, checked, checked])
})

test('the sizes of a checked model add up to its parameters', () => {
  for (const { id, shape, parameters } of baseCards) {
    if (shape === null) continue
    const { layers, width, feedForward, heads, kvHeads, headSize, vocabulary } = shape
    const attention = 2 * width * heads * headSize + 2 * width * kvHeads * headSize
    const matrices = vocabulary * width + layers * (attention + 3 * width * feedForward)
    // The rest are norms.
    expect(matrices, id).toBeLessThan(parameters)
    expect(matrices / parameters, id).toBeGreaterThan(0.999)
  }
})

test('the nine families of the Model Factory have a card', () => {
  const named = (family: string) => baseCards.some((card) => card.family === family)
  // Gemma 2 is tested, its card is Gemma 3's.
  expect(baseFamilies.filter((family) => !named(family))).toEqual(['gemma2'])
})

test('a base is found by its file', () => {
  const [first] = baseCards
  expect(findBaseCard(`0x${first?.sha256}`)?.id).toBe('smollm2-135m-instruct')
  expect(findBaseCard('00')).toBeUndefined()
})
