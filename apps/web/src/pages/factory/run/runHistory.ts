import type { TrainingCurves } from '@openledger/core/api/training.ts'
import { type RunEvent, runEventSchema } from './runEvents.ts'

/** Values by ascending step; the arrays grow in place. */
export type Points = { readonly steps: number[]; readonly values: number[] }

/** The curves of a training, by their names. */
export const CURVES = ['loss', 'evalLoss', 'lr', 'gradNorm', 'tokensPerSecond'] as const
export type CurveName = (typeof CURVES)[number]

/** What the model said in the middle of its training. */
export type Sample = { readonly step: number; readonly prompt: string; readonly text: string }

/** A training as its page shows it: what was there when the page came, and what has come since. */
export type RunHistory = {
  readonly curves: Readonly<Record<CurveName, Points>>
  samples: readonly Sample[]
  /** Events but those of steps, evaluations and samples, the oldest first; `at` in Unix seconds. */
  readonly told: { readonly sequence: number; readonly at: number; readonly event: RunEvent }[]
  /** The last event that is in it. */
  sequence: number
  /** Steps done, and in all. */
  step: number
  /** Null: not known yet. */
  steps: number | null
  secondsLeft: number | null
  stage: { readonly name: string; readonly done: number; readonly total: number } | null
}

/** Begins with the past. */
export function createRunHistory(past: TrainingCurves): RunHistory {
  const { sequence, steps, series, samples, secondsLeft } = past
  const points = (name: CurveName): Points => ({
    steps: series[name].map(([step]) => step),
    values: series[name].map(([, value]) => value),
  })
  return {
    curves: {
      loss: points('loss'),
      evalLoss: points('evalLoss'),
      lr: points('lr'),
      gradNorm: points('gradNorm'),
      tokensPerSecond: points('tokensPerSecond'),
    },
    samples: [...samples],
    told: past.told.flatMap(({ event, ...place }) => {
      const known = runEventSchema.safeParse(event).data
      return known === undefined ? [] : [{ ...place, event: known }]
    }),
    sequence,
    step: series.loss.at(-1)?.[0] ?? 0,
    steps,
    secondsLeft,
    stage: null,
  }
}

/**
 * Adds an event. Steps that come again, after a training went on from a checkpoint, take the place of the first.
 * @param at when it came, Unix seconds
 */
export function addEvent(history: RunHistory, sequence: number, at: number, event: RunEvent): void {
  if (sequence <= history.sequence) return
  history.sequence = sequence
  switch (event.type) {
    case 'progress':
      for (const name of ['loss', 'lr', 'gradNorm', 'tokensPerSecond'] as const)
        addPoint(history.curves[name], event.step, event[name])
      history.step = event.step
      history.steps = event.steps
      history.secondsLeft = event.secondsLeft
      history.stage = null
      return
    case 'evaluation':
      addPoint(history.curves.evalLoss, event.step, event.loss)
      return
    case 'sample':
      history.samples = [
        ...history.samples.filter(
          ({ step, prompt }) => step < event.step || (step === event.step && prompt !== event.prompt),
        ),
        { step: event.step, prompt: event.prompt, text: event.text },
      ]
      return
    case 'stage':
      history.stage = { name: event.stage, done: event.done, total: event.total }
      // A stage's units are many; what is told is that it began.
      if (event.done === 0) history.told.push({ sequence, at, event })
      return
    default:
      history.told.push({ sequence, at, event })
  }
}

function addPoint({ steps, values }: Points, step: number, value: number): void {
  while ((steps.at(-1) ?? -1) >= step) {
    steps.pop()
    values.pop()
  }
  steps.push(step)
  values.push(value)
}
