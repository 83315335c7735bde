import { channels } from '@openledger/db/schema/channels.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq, exists, gt, isNotNull, isNull, max, notInArray, sql } from 'drizzle-orm'
import type { JobQueue } from '../queue/jobQueue.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/**
 * Closes an epoch early when a payer asked back money that its receipts have already used: closing collects it, and the
 * escrow's withdrawal delay leaves the time for that. A payer that asks only for what is free changes nothing.
 * @returns the epoch that was put into the queue; undefined when none is needed or one is under way
 */
export async function closeBeforeWithdrawal(
  { db }: Pick<WorkerDeps, 'db'>,
  queue: JobQueue,
): Promise<bigint | undefined> {
  const unaccounted = db
    .select({ callId: receipts.callId })
    .from(receipts)
    .where(and(eq(receipts.channelId, channels.channelId), isNull(receipts.epoch)))
  const [endangered] = await db
    .select({ channelId: channels.channelId })
    .from(channels)
    .where(
      and(
        isNotNull(channels.withdrawableAt),
        gt(channels.used, channels.collected),
        gt(channels.used, sql`${channels.deposit} - ${channels.withdrawalAmount}`),
        exists(unaccounted),
      ),
    )
    .limit(1)
  if (endangered === undefined) return undefined
  if ((await db.$count(epochs, notInArray(epochs.status, ['posted', 'final']))) > 0) return undefined
  const [last] = await db.select({ number: max(epochs.number) }).from(epochs)
  const number = BigInt(last?.number ?? 0n) + 1n
  // One job an epoch, however often this is asked before the job has run.
  const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
  await queue.enqueue('epoch', { epoch: Number(number) }, { id })
  return number
}
