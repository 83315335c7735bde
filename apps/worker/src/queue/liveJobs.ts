import type { Db } from 'pg-boss'
import { z } from 'zod'
import { queueSchema } from './recoverInterruptedJobs.ts'

/** A job that waits or runs, as far as recovery asks. */
export type LiveJob = {
  readonly name: string
  readonly data: { readonly jobId?: string | undefined; readonly epoch?: number | undefined }
}

const rowsSchema = z.array(
  z.object({ name: z.string(), data: z.looseObject({ jobId: z.string().optional(), epoch: z.number().optional() }) }),
)

/** The queue's jobs that wait or run. */
export async function liveJobs(db: Db): Promise<LiveJob[]> {
  const { rows } = await db.executeSql(
    `SELECT name, coalesce(data, '{}'::jsonb) AS data FROM ${queueSchema}.job WHERE state IN ('created', 'retry', 'active')`,
  )
  return rowsSchema.parse(rows)
}
