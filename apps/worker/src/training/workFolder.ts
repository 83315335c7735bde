import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '@openledger/db/database.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { inArray } from 'drizzle-orm'

/** How long a training that failed can still be taken up again. */
const KEPT_ms = 7 * 24 * 3_600_000

const folderName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.partial$/

/**
 * Where a job trains: a folder of its own, so that two jobs with the same inputs do not meet, and the same one each
 * time the job runs, so that it goes on from what it has kept there.
 */
export function workFolderOf(modelsDir: string, jobId: string): string {
  return join(modelsDir, 'adapters', `${jobId}.partial`)
}

/** Removes what a training has kept to go on from. */
export async function forgetWork(modelsDir: string, jobId: string): Promise<void> {
  await rm(workFolderOf(modelsDir, jobId), { recursive: true, force: true })
}

/**
 * Removes the folders of trainings that will not go on: of jobs that succeeded or were cancelled at once, of failed and
 * of unknown ones after a week. Those that wait, run or are stopped stay.
 *
 * @returns ids of the jobs whose folders went
 */
export async function sweepWork(db: Database, modelsDir: string, now_ms: number): Promise<string[]> {
  const folder = join(modelsDir, 'adapters')
  const names = await readdir(folder).catch(() => [])
  const ids = names.flatMap((name) => folderName.exec(name)?.[1] ?? [])
  if (ids.length === 0) return []
  const jobs = await db
    .select({ jobId: trainingJobs.jobId, status: trainingJobs.status })
    .from(trainingJobs)
    .where(inArray(trainingJobs.jobId, ids))
  const gone: string[] = []
  for (const jobId of ids) {
    const status = jobs.find((job) => job.jobId === jobId)?.status
    const over = status === 'succeeded' || status === 'cancelled'
    const doubtful = status === undefined || status === 'failed'
    if (!over && !(doubtful && (await age_ms(workFolderOf(modelsDir, jobId), now_ms)) > KEPT_ms)) continue
    await forgetWork(modelsDir, jobId)
    gone.push(jobId)
  }
  return gone
}

/** Since something was last put into the folder or taken out; 0 for one that has gone meanwhile. */
async function age_ms(folder: string, now_ms: number): Promise<number> {
  const found = await stat(folder).catch(() => undefined)
  return found === undefined ? 0 : now_ms - found.mtimeMs
}
