import type { Database } from '@openledger/db/database.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { and, desc, eq, lt, sql } from 'drizzle-orm'

/** Which of a job's events are asked for. */
export type EventsQuery = {
  readonly limit: number
  /** Those before this one. */
  readonly before?: number | undefined
  /** Those of one type, none of which is `progress`. */
  readonly type?: string
}

/** A job's events, newest first: at most `limit`, and whether there are more. */
export async function readEvents(db: Database, jobId: string, { limit, before, type }: EventsQuery) {
  const ofType = type && sql`${jobEvents.event} ->> 'type' <> 'progress' AND ${jobEvents.event} ->> 'type' = ${type}`
  const rows = await db
    .select()
    .from(jobEvents)
    .where(
      and(
        eq(jobEvents.jobId, jobId),
        before === undefined ? undefined : lt(jobEvents.sequence, before),
        ofType || undefined,
      ),
    )
    .orderBy(desc(jobEvents.sequence))
    .limit(limit + 1)
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
