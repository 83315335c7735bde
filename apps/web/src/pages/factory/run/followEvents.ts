import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import { getTrainingJob, streamTrainingEvents, type TrainingJob } from '@openledger/core/api/training.ts'
import { readServerSentEvents } from '@openledger/sdk/readServerSentEvents.ts'
import { ApiError } from '../../../api/apiError.ts'
import { ask, send } from '../../../api/ask.ts'
import { type RunEvent, runEventSchema } from './runEvents.ts'

/** How long the gateway is left alone after it did not answer, ms. */
const AGAIN_MS = 1_000

/**
 * Hands on a training's events as they happen. A connection that ended is made again after the last event that came
 * (Last-Event-ID) for as long as the training goes on, so that none is missed and none comes twice.
 *
 * @param after sequence of the last event that is known already
 * @returns the training as it is when it does nothing any more
 * @throws ApiError when the gateway refuses; the signal's reason when stopped
 */
export async function* followEvents(
  jobId: string,
  after: number,
  key: string,
  signal: AbortSignal,
): AsyncGenerator<{ readonly sequence: number; readonly event: RunEvent | undefined }, TrainingJob> {
  const params = { id: jobId }
  let last = after
  for (;;) {
    try {
      const headers = { accept: 'text/event-stream', 'last-event-id': String(last) }
      const response = await send(streamTrainingEvents, { params, key, headers, signal })
      if (response.body !== null)
        for await (const { id, data } of readServerSentEvents(response.body)) {
          last = Number(id)
          yield { sequence: last, event: runEventSchema.safeParse(JSON.parse(data)).data }
        }
      const job = await ask(getTrainingJob, { params, key, signal })
      if (isJobAtRest(job.status)) return job
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status >= 400 && error.status < 500)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}
