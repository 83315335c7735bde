import { expect, test } from 'vitest'
import { type MemoryFacts, trainingMemory } from './trainingMemory.ts'

const small: MemoryFacts = {
  shape: { layers: 30, width: 576, feedForward: 1_536, heads: 9, kvHeads: 3, headSize: 64, vocabulary: 49_152 },
  parameters: 134_515_008,
  rank: 16,
  batchSize: 8,
  tokens: 64,
}

test('more of anything takes more; the weights alone are never undercut', () => {
  const before = trainingMemory(small)
  expect(before).toBeGreaterThan(4 * small.parameters)
  for (const more of [{ rank: 64 }, { batchSize: 16 }, { tokens: 256 }, { parameters: 2 * small.parameters }])
    expect(trainingMemory({ ...small, ...more })).toBeGreaterThan(before)
  expect(trainingMemory({ ...small, packedBytes: 98_362_432 })).toBeLessThan(before - 3 * small.parameters * 0.5)
})
