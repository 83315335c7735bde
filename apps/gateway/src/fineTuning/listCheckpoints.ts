import type { FineTuningCheckpoint } from '@openledger/core/api/fineTuning.ts'
import type { Database } from '@openledger/db/database.ts'
import { lastSequenceOf, readCurve } from '@openledger/db/jobs/readCurve.ts'
import { z } from 'zod'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { type EventsQuery, readEvents } from './readEvents.ts'
import { eventId } from './toFineTuningEvent.ts'
import { fineTuningId } from './toFineTuningJob.ts'

const savedSchema = z.object({ step: z.int() })
const evaluationSchema = z.object({ type: z.literal('evaluation'), step: z.int(), loss: z.number() })

/** The steps from which a training goes on, newest first, with what was measured at each. */
export async function listCheckpoints(
  db: Database,
  { jobId, name }: TrackedJob,
  query: Pick<EventsQuery, 'limit' | 'before'>,
): Promise<{ readonly data: FineTuningCheckpoint[]; readonly more: boolean }> {
  const { rows, more } = await readEvents(db, jobId, { ...query, type: 'saved' })
  const { points, others } = await readCurve(db, jobId, await lastSequenceOf(db, jobId))
  const losses = new Map(points.map(({ step, loss }) => [step, loss]))
  const evaluations = new Map(
    others.flatMap(({ event }) => {
      const found = evaluationSchema.safeParse(event).data
      return found === undefined ? [] : [[found.step, found.loss] as const]
    }),
  )
  const data = rows.map((row): FineTuningCheckpoint => {
    const { step } = savedSchema.parse(row.event)
    const [loss, evaluation] = [losses.get(step), evaluations.get(step)]
    return {
      id: eventId('ftckpt', row),
      object: 'fine_tuning.job.checkpoint',
      created_at: Math.floor(row.createdAt.getTime() / 1000),
      fine_tuned_model_checkpoint: `${name}:step-${step}`,
      fine_tuning_job_id: fineTuningId(jobId),
      step_number: step,
      metrics: {
        step,
        ...(loss !== undefined && { train_loss: loss }),
        ...(evaluation !== undefined && { full_valid_loss: evaluation }),
      },
    }
  })
  return { data, more }
}
