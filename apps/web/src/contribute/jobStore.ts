import type { ContributionStore } from '@openledger/sdk/contributionStore.ts'
import { preparedContributionSchema } from '@openledger/sdk/prepareContribution.ts'
import { type DBSchema, openDB } from 'idb'
import { type Job, jobSchema } from './job.ts'

type Schema = DBSchema & {
  /** By batch: salts and signature, which exist nowhere else. */
  prepared: { key: string; value: unknown }
  jobs: { key: string; value: unknown }
}

const opened = () =>
  openDB<Schema>('openledger-contributions', 1, {
    upgrade: (database) => {
      database.createObjectStore('prepared')
      database.createObjectStore('jobs')
    },
  })
let database: ReturnType<typeof opened> | undefined
const open = () => {
  database ??= opened()
  return database
}

/** Tells this and other tabs that a job changed. */
const channel = new BroadcastChannel('openledger-contributions')
const listeners = new Set<() => void>()
channel.onmessage = () => notify()
function notify(): void {
  for (const listener of listeners) listener()
}

/** Follows changes of jobs, in whatever tab. */
export function onJobsChanged(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Salts and signatures, on the disk before anything is sent. */
export const browserContributionStore: ContributionStore = {
  get: async (batchKey) => {
    const kept = await (await open()).get('prepared', batchKey)
    return kept === undefined ? undefined : preparedContributionSchema.parse(kept)
  },
  put: async (batchKey, prepared) => {
    const transaction = (await open()).transaction('prepared', 'readwrite', { durability: 'strict' })
    await Promise.all([transaction.store.put(prepared, batchKey), transaction.done])
  },
}

/** Every job that this browser keeps, the newest first. What cannot be read any more is passed over. */
export async function listJobs(): Promise<Job[]> {
  const all = await (await open()).getAll('jobs')
  return all.flatMap((value) => jobSchema.safeParse(value).data ?? []).sort((a, b) => b.createdAt - a.createdAt)
}

export async function getJob(id: string): Promise<Job | undefined> {
  return jobSchema.safeParse(await (await open()).get('jobs', id)).data
}

/** Keeps a job. */
export async function putJob(job: Job): Promise<void> {
  const transaction = (await open()).transaction('jobs', 'readwrite', { durability: 'strict' })
  await Promise.all([transaction.store.put(job, job.id), transaction.done])
  channel.postMessage(job.id)
  notify()
}

/** Changes a job as it is kept now, in one step: what another tab wrote meanwhile stays. */
export async function changeJob(id: string, change: (job: Job) => Job): Promise<void> {
  const transaction = (await open()).transaction('jobs', 'readwrite')
  const kept = jobSchema.safeParse(await transaction.store.get(id)).data
  if (kept !== undefined) await transaction.store.put(change(kept), id)
  await transaction.done
  channel.postMessage(id)
  notify()
}

/** Forgets a job; salts of what it signed stay. */
export async function deleteJob(id: string): Promise<void> {
  await (await open()).delete('jobs', id)
  channel.postMessage(id)
  notify()
}
