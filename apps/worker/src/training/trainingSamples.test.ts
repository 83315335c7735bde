import { expect, test } from 'vitest'
import { samplesOf } from './trainingSamples.ts'

test('sample prompts are answered some ten times in a training', () => {
  const samplePrompts = ['Which code?']
  expect(samplesOf({}, 100)).toEqual({})
  expect(samplesOf({ samplePrompts }, 8)).toEqual({ samplePrompts, sampleEverySteps: 2 })
  expect(samplesOf({ samplePrompts, config: { epochs: 3, batchSize: 10 } }, 1_000)).toEqual({
    samplePrompts,
    sampleEverySteps: 30,
  })
})
