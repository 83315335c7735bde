import type { Database } from '@openledger/db/database.ts'
import { jobEvents } from '@openledger/db/schema/jobEvents.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { eq, max } from 'drizzle-orm'

/**
 * Adds an event to a job's stream (what the gateway sends as server-sent events).
 *
 * @param event `type` plus facts; no content of records.
 * @returns its sequence number: 1, 2, … without gaps inside a job.
 */
export async function appendJobEvent(db: Database, jobId: string, event: { readonly type: string }): Promise<number> {
  return db.transaction(async (transaction) => {
    // One after the other: two that count at once would count alike.
    await transaction
      .select({ jobId: trainingJobs.jobId })
      .from(trainingJobs)
      .where(eq(trainingJobs.jobId, jobId))
      .for('update')
    const [last] = await transaction
      .select({ sequence: max(jobEvents.sequence) })
      .from(jobEvents)
      .where(eq(jobEvents.jobId, jobId))
    const sequence = (last?.sequence ?? 0) + 1
    await transaction.insert(jobEvents).values({ jobId, sequence, event })
    return sequence
  })
}
