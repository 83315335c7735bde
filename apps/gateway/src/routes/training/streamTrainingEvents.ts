import { streamTrainingEvents } from '@openledger/core/api/training.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { streamJobEvents } from '../../jobs/streamJobEvents.ts'
import { findJob } from '../../jobs/trackedJobs.ts'

/** GET /v1/training/jobs/{id}/events: progress as it happens; `Last-Event-ID` goes on after that event. */
export const handler = defineHandler(streamTrainingEvents, async ({ params, headers, signal, deps }) => {
  const { jobId } = await findJob(deps.db, params.id)
  const after = Number(headers.get('last-event-id') ?? 0)
  return streamJobEvents(
    deps.db,
    jobId,
    Number.isSafeInteger(after) && after > 0 ? Math.min(after, 2_147_483_647) : 0,
    signal,
  )
})
