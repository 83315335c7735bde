import { epochs } from '@openledger/db/schema/epochs.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { asc, inArray } from 'drizzle-orm'
import type { Db } from 'pg-boss'
import { z } from 'zod'
import type { JobQueue } from '../queue/jobQueue.ts'
import { liveJobs } from '../queue/liveJobs.ts'
import type { WorkerDeps } from '../workerDeps.ts'

const epochRequestSchema = z.looseObject({ epoch: z.int().min(1) })
const unfinished = ['attributing', 'collecting', 'building', 'publishing'] as const

/**
 * Puts back into the queue what a dead process left without a job there: tracked jobs that were accepted but not
 * queued or not finished, epochs between close and post.
 *
 * @returns how many jobs were added.
 */
export async function resumeWork({ db }: Pick<WorkerDeps, 'db'>, boss: Db, queue: JobQueue): Promise<number> {
  const live = await liveJobs(boss)
  let added = 0
  const tracked = await db
    .select()
    .from(trainingJobs)
    .where(inArray(trainingJobs.status, ['queued', 'running']))
    .orderBy(asc(trainingJobs.createdAt))
  for (const { jobId, kind, request } of tracked) {
    if (live.some(({ data }) => data.jobId === jobId)) continue
    const epoch = kind === 'epoch' ? epochRequestSchema.parse(request).epoch : undefined
    await queue.enqueue(kind, { jobId, ...(epoch !== undefined && { epoch }) })
    if (epoch !== undefined) live.push({ name: kind, data: { epoch } })
    added++
  }
  const open = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(inArray(epochs.status, [...unfinished]))
    .orderBy(asc(epochs.number))
  for (const { number } of open) {
    if (live.some(({ data }) => data.epoch === Number(number))) continue
    await queue.enqueue('epoch', { epoch: Number(number) })
    added++
  }
  return added
}
