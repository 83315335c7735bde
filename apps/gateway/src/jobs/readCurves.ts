import type { TrainingCurves } from '@openledger/core/api/training.ts'
import { type StepValue, thinOut } from '@openledger/core/training/thinOut.ts'
import type { Database } from '@openledger/db/database.ts'
import type { CurvePoint } from '@openledger/db/jobs/curveBlock.ts'
import { lastSequenceOf, readCurve } from '@openledger/db/jobs/readCurve.ts'
import { z } from 'zod'
import type { TrackedJob } from './trackedJobs.ts'

const evaluationSchema = z.object({ type: z.literal('evaluation'), step: z.int(), loss: z.number() })
const sampleSchema = z.object({ type: z.literal('sample'), step: z.int(), prompt: z.string(), text: z.string() })
const toldSchema = z.looseObject({ type: z.string(), done: z.int().optional() })
const progressSchema = z.object({ steps: z.int(), secondsLeft: z.number() })

/**
 * A training's whole history as curves.
 * @param most points of each series
 */
export async function readCurves(db: Database, job: TrackedJob, most: number): Promise<TrainingCurves> {
  // What comes after this event is told by the stream that goes on from it.
  const sequence = await lastSequenceOf(db, job.jobId)
  const { points, others } = await readCurve(db, job.jobId, sequence)
  const series = (field: Exclude<keyof CurvePoint, 'step'>) =>
    writable(
      thinOut(
        points.map((point): StepValue => [point.step, point[field]]),
        most,
      ),
    )
  const evaluations = new Map<number, number>()
  const samples = new Map<string, TrainingCurves['samples'][number]>()
  const told: TrainingCurves['told'] = []
  for (const { sequence: place, createdAt, event } of others) {
    const evaluation = evaluationSchema.safeParse(event).data
    // Done again after a restart, they are the same; the later one stands.
    if (evaluation !== undefined) evaluations.set(evaluation.step, evaluation.loss)
    const sample = sampleSchema.safeParse(event).data
    if (sample !== undefined) {
      const { step, prompt, text } = sample
      samples.set(`${step} ${prompt}`, { step, prompt, text })
    }
    if (evaluation !== undefined || sample !== undefined) continue
    const other = toldSchema.parse(event)
    const at = Math.floor(createdAt.getTime() / 1_000)
    if (other.type !== 'stage' || other.done === 0) told.push({ sequence: place, at, event: other })
  }
  const progress = progressSchema.safeParse(job.progress).data
  return {
    sequence,
    steps: progress?.steps ?? null,
    series: {
      loss: series('loss'),
      evalLoss: writable(
        thinOut(
          [...evaluations].sort(([a], [b]) => a - b),
          most,
        ),
      ),
      lr: series('lr'),
      gradNorm: series('gradNorm'),
      tokensPerSecond: series('tokensPerSecond'),
    },
    samples: [...samples.values()].sort((a, b) => a.step - b.step),
    told,
    secondsLeft: progress?.secondsLeft ?? null,
  }
}

const writable = (points: readonly StepValue[]) => points.map(([step, value]): [number, number] => [step, value])
