import type { TrainingCurves } from '@openledger/core/api/training.ts'
import { expect, test } from 'vitest'
import { addEvent, createRunHistory } from './runHistory.ts'

const past: TrainingCurves = {
  sequence: 7,
  steps: 9,
  series: {
    loss: [
      [1, 3],
      [4, 2],
    ],
    evalLoss: [[4, 2.5]],
    lr: [[4, 1e-4]],
    gradNorm: [[4, 1]],
    tokensPerSecond: [[4, 90]],
  },
  samples: [{ step: 4, prompt: 'a', text: 'b' }],
  told: [
    { sequence: 1, at: 90, event: { type: 'started' } },
    { sequence: 2, at: 91, event: { type: 'of another time' } },
  ],
  secondsLeft: 12,
}
const progress = (step: number, loss: number) => ({
  ...{ type: 'progress' as const, step, steps: 9, loss, lr: 1e-4, gradNorm: 1, tokensPerSecond: 80, secondsLeft: 5 },
})

test('what comes is added behind the past; an event that is in it already is not', () => {
  const history = createRunHistory(past)
  addEvent(history, 7, 99, progress(4, 99))
  addEvent(history, 8, 99, progress(5, 1.5))
  addEvent(history, 9, 99, { type: 'evaluation', step: 5, loss: 1.75 })
  expect(history.curves.loss).toEqual({ steps: [1, 4, 5], values: [3, 2, 1.5] })
  expect(history.curves.evalLoss).toEqual({ steps: [4, 5], values: [2.5, 1.75] })
  expect(history).toMatchObject({ sequence: 9, step: 5, steps: 9, secondsLeft: 5 })
})

test('steps that come again after a checkpoint take the place of the first', () => {
  const history = createRunHistory(past)
  addEvent(history, 8, 99, progress(5, 1.5))
  addEvent(history, 9, 99, progress(6, 1.4))
  addEvent(history, 10, 99, { type: 'resumed', step: 4 })
  addEvent(history, 11, 99, progress(5, 1.5))
  expect(history.curves.loss).toEqual({ steps: [1, 4, 5], values: [3, 2, 1.5] })
  expect(history.curves.tokensPerSecond.steps).toEqual([4, 5])
  expect(history.told.map(({ event }) => event.type)).toEqual(['started', 'resumed'])
  addEvent(history, 12, 99, { type: 'sample', step: 4, prompt: 'a', text: 'c' })
  expect(history.samples).toEqual([{ step: 4, prompt: 'a', text: 'c' }])
})
