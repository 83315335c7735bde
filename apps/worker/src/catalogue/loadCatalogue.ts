import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { CatalogueJob } from './defineJob.ts'

const jobsFolder = fileURLToPath(new URL('../jobs/', import.meta.url))

/**
 * Reads the jobs from their folder: every file in src/jobs/ that is not a test exports
 * one as `job`.
 *
 * @returns the jobs by name.
 * @throws TypeError when a file's `job` isn't one with the file's name.
 */
export async function loadCatalogue(folder: string = jobsFolder): Promise<ReadonlyMap<string, CatalogueJob>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).sort()
  const jobs = await Promise.all(
    files.map(async (file) => {
      const module: unknown = await import(pathToFileURL(join(folder, file)).href)
      const job = isModule(module) ? module.job : undefined
      if (!isJob(job) || `${job.name}.ts` !== file) throw new TypeError(`${file} must export the job of its name`)
      return job
    }),
  )
  return new Map(jobs.map((job) => [job.name, job]))
}

function isModule(value: unknown): value is { job: unknown } {
  return typeof value === 'object' && value !== null && 'job' in value
}

function isJob(value: unknown): value is CatalogueJob {
  return typeof value === 'object' && value !== null && 'name' in value && 'run' in value && 'parse' in value
}
