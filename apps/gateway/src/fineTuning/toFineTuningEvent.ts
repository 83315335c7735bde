import type { FineTuningEvent } from '@openledger/core/api/fineTuning.ts'
import type { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { z } from 'zod'
import { fineTuningId } from './toFineTuningJob.ts'

type EventRow = typeof jobEvents.$inferSelect
type Told = Pick<FineTuningEvent, 'message'> & Partial<Pick<FineTuningEvent, 'level' | 'data'>>

const known = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), step: z.int(), steps: z.int(), loss: z.number(), lr: z.number() }),
  z.object({ type: z.literal('evaluation'), step: z.int(), loss: z.number() }),
  z.object({ type: z.literal('sample'), step: z.int(), prompt: z.string(), text: z.string() }),
  z.object({ type: z.literal('saved'), step: z.int() }),
  z.object({ type: z.literal('resumed'), step: z.int() }),
  z.object({ type: z.literal('stage'), stage: z.string(), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('failed'), error: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ type: z.literal('retrying'), error: z.object({ code: z.string(), message: z.string() }) }),
])

const words: Readonly<Record<string, string>> = {
  started: 'The training started',
  restarted: 'The training was taken up again',
  resuming: 'The training is to go on',
  stopping: 'The training is to be paused',
  stopped: 'The training is paused',
  cancelling: 'The training is to be cancelled',
  cancelled: 'The training was cancelled',
  succeeded: 'The training has succeeded',
}

/** An event's id: it has the event's sequence. */
export const eventId = (kind: 'ftevent' | 'ftckpt', { jobId, sequence }: Pick<EventRow, 'jobId' | 'sequence'>) =>
  `${kind}-${jobId.replaceAll('-', '')}-${sequence}`

/** The sequence in an event's id. */
export function sequenceOf(id: string | undefined): number | undefined {
  return id === undefined ? undefined : Number(id.slice(id.lastIndexOf('-') + 1))
}

/** A job's event in OpenAI's shape. */
export function toFineTuningEvent(row: EventRow): FineTuningEvent {
  const { type } = z.looseObject({ type: z.string() }).parse(row.event)
  const { message, level = 'info', data } = tell(type, known.safeParse(row.event).data)
  return {
    id: eventId('ftevent', row),
    object: 'fine_tuning.job.event',
    created_at: Math.floor(row.createdAt.getTime() / 1000),
    level,
    message,
    type: data === undefined ? 'message' : 'metrics',
    data: { job_id: fineTuningId(row.jobId), ...data },
  }
}

function tell(type: string, event: z.output<typeof known> | undefined): Told {
  switch (event?.type) {
    case 'progress': {
      const { step, steps, loss, lr } = event
      const data = { step, total_steps: steps, train_loss: loss, learning_rate: lr }
      return { message: `Step ${step}/${steps}: training loss=${loss.toFixed(4)}`, data }
    }
    case 'evaluation': {
      const { step, loss } = event
      return { message: `Step ${step}: validation loss=${loss.toFixed(4)}`, data: { step, full_valid_loss: loss } }
    }
    case 'sample':
      return { message: `Step ${event.step}: ${JSON.stringify(event.prompt)} → ${JSON.stringify(event.text)}` }
    case 'saved':
      return { message: `Checkpoint at step ${event.step}` }
    case 'resumed':
      return { message: `Going on after step ${event.step}` }
    case 'stage':
      return { message: `${event.stage} ${event.done}/${event.total}` }
    case 'failed':
      return { message: `${event.error.code}: ${event.error.message}`, level: 'error' }
    case 'retrying':
      return { message: `${event.error.code}: ${event.error.message} It is tried again.`, level: 'warn' }
    default:
      return { message: words[type] ?? type }
  }
}
