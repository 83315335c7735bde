import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../database.ts'
import { CURVE_BLOCK, writeCurveBlock } from './curveBlock.ts'

const countedSchema = z.object({ rows: z.tuple([z.object({ sequence: z.int() })]) })

/**
 * Adds an event to a job's stream (what the gateway sends as server-sent events): one statement, whose cost does not
 * grow with the stream. Who counts holds the job's row, so two at once count one after the other.
 *
 * @param event `type` plus facts; no content of records.
 * @returns its sequence number: 1, 2, … without gaps inside a job.
 */
export async function appendJobEvent(db: Database, jobId: string, event: { readonly type: string }): Promise<number> {
  const text = JSON.stringify(event, kept)
  const isStep = event.type === 'progress'
  // A job of before its last sequence was kept counts on from its events.
  const result: unknown = await db.execute(sql`
    WITH counted AS (
      UPDATE training_jobs SET
        last_sequence = coalesce(
          last_sequence, (SELECT coalesce(max(sequence), 0) FROM job_events WHERE job_id = ${jobId}::uuid)
        ) + 1,
        progress = CASE WHEN ${isStep}::boolean THEN ${text}::jsonb ELSE progress END
      WHERE job_id = ${jobId}::uuid
      RETURNING job_id, last_sequence
    )
    INSERT INTO job_events (job_id, sequence, event)
    SELECT job_id, last_sequence, ${text}::jsonb FROM counted
    RETURNING sequence`)
  const [{ sequence }] = countedSchema.parse(result).rows
  if (sequence % CURVE_BLOCK === 0) await writeCurveBlock(db, jobId, sequence / CURVE_BLOCK - 1)
  return sequence
}

/** A model's words may hold what the database takes no text with. */
function kept(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value
}
