import { getJob, isJobAtRest, type JobEvent, jobEventSchema } from '@openledger/core/api/jobs.ts'
import { streamTrainingEvents } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Caller, callRoute, send } from './callRoute.ts'
import { readServerSentEvents } from './readServerSentEvents.ts'

/**
 * An own job's events in order. When the connection breaks it goes on after the last event seen (Last-Event-ID); it ends
 * when the job is at rest.
 * @param after sequence of the last event already seen
 * @throws SDK_UNREACHABLE when the gateway stays away for over 10 tries
 */
export async function* followJob(id: string, after: number | undefined, caller: Caller): AsyncGenerator<JobEvent> {
  let last = after
  let failures = 0
  for (;;) {
    try {
      const headers: Record<string, string> = {
        accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'last-event-id': String(last) }),
      }
      const response = await send(streamTrainingEvents, { params: { id }, headers }, caller)
      if (response.body !== null) {
        for await (const { id: sequence, data } of readServerSentEvents(response.body)) {
          const event: unknown = JSON.parse(data)
          const parsed = jobEventSchema.parse({ sequence: Number(sequence), event })
          last = parsed.sequence
          yield parsed
        }
      }
      if (isJobAtRest((await callRoute(getJob, { params: { id } }, caller)).status)) return
      failures = 0
    } catch (error) {
      failures += 1
      const known = OpenLedgerError.find(error)
      if (failures > 10 || (known !== undefined && known.status < 500)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
