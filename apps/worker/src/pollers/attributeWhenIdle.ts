import { calls } from '@openledger/db/schema/calls.ts'
import { count, eq } from 'drizzle-orm'
import { pendingCalls } from '../attribution/pendingCalls.ts'
import type { JobQueue } from '../queue/jobQueue.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/**
 * Puts an attribution job in the queue when calls wait for it and none is being answered: influence takes every core
 * that it is given.
 */
export async function attributeWhenIdle({ db }: Pick<WorkerDeps, 'db'>, queue: JobQueue): Promise<void> {
  const [open] = await db.select({ calls: count() }).from(calls).where(eq(calls.status, 'reserved'))
  if (open && open.calls > 0) return
  const pending = await pendingCalls(db, { limit: 1 })
  if (pending.length > 0) await queue.enqueue('attribute', {})
}
