import { setTimeout as sleep } from 'node:timers/promises'
import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import type { Database } from '@openledger/db/database.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, asc, eq, gt } from 'drizzle-orm'
import { z } from 'zod'

/** How often is looked whether there are new events: who watches sees each within a tenth of a second. */
const POLL_ms = 80
/** Events that are read at once. */
const PAGE = 1_000
/** A comment goes out this often, so that proxies keep the connection. */
const KEEP_ALIVE_ms = 15_000

const eventSchema = z.looseObject({ type: z.string().regex(/^[\w.-]{1,64}$/) })

/**
 * A job's events as server-sent events, from the one after `after` until the job has ended. The id is the sequence,
 * so a client that lost its connection goes on where it was.
 *
 * @param after - last sequence that the reader has; 0 for all
 * @param signal - aborted when the reader hung up
 */
export function streamJobEvents(db: Database, jobId: string, after: number, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  const ended = new AbortController()
  const blocks = writeEvents(db, jobId, after, AbortSignal.any([signal, ended.signal]))
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await blocks.next()
        if (next.done === true) controller.close()
        else controller.enqueue(encoder.encode(next.value))
      },
      cancel: () => ended.abort(),
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  })
}

async function* writeEvents(db: Database, jobId: string, after: number, signal: AbortSignal): AsyncGenerator<string> {
  let last = after
  let quiet_ms = 0
  while (!signal.aborted) {
    // The row is read first: events written before a job's end are then all seen.
    const [job] = await db
      .select({ status: trainingJobs.status, lastSequence: trainingJobs.lastSequence })
      .from(trainingJobs)
      .where(eq(trainingJobs.jobId, jobId))
    let found = 0
    // Jobs of before do not know their last event.
    if (job !== undefined && (job.lastSequence === null || job.lastSequence > last)) {
      const fresh = await db
        .select()
        .from(jobEvents)
        .where(and(eq(jobEvents.jobId, jobId), gt(jobEvents.sequence, last)))
        .orderBy(asc(jobEvents.sequence))
        .limit(PAGE)
      found = fresh.length
      last = fresh.at(-1)?.sequence ?? last
      if (found > 0) yield fresh.map(({ sequence, event }) => blockOf(sequence, event)).join('')
    }
    if (found === PAGE) continue
    if (job === undefined || isJobAtRest(job.status)) return
    quiet_ms = found > 0 ? 0 : quiet_ms + POLL_ms
    if (quiet_ms >= KEEP_ALIVE_ms) {
      quiet_ms = 0
      yield ': waiting\n\n'
    }
    await sleep(POLL_ms, undefined, { signal }).catch(() => undefined)
  }
}

function blockOf(sequence: number, event: unknown): string {
  const { type } = eventSchema.parse(event)
  return `id: ${sequence}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`
}
