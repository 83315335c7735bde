import { streamTrainingEvents } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { findOwnJob } from '../../jobs/findOwnJob.ts'
import { streamJobEvents } from '../../jobs/streamJobEvents.ts'

/** GET /v1/training/jobs/{id}/events: events of an own job as they happen; `Last-Event-ID` goes on after that event. */
export const handler = defineHandler(streamTrainingEvents, async ({ account, params, headers, signal, deps }) => {
  const { jobId } = await findOwnJob(deps.db, account, params.id)
  const after = Number(headers.get('last-event-id') ?? 0)
  return streamJobEvents(
    deps.db,
    jobId,
    Number.isSafeInteger(after) && after > 0 ? Math.min(after, 2_147_483_647) : 0,
    signal,
  )
})
