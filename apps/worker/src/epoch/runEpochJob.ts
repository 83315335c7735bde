import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import type { JobContext } from '../catalogue/defineJob.ts'
import type { TrackedResult } from '../tracked/runTrackedJob.ts'
import { runEpoch } from './runEpoch.ts'

/** Runs an epoch as a tracked job: its steps are the job's events, a failure is kept in the epoch's row too. */
export async function runEpochJob(
  jobId: string | undefined,
  number: bigint,
  context: JobContext,
): Promise<TrackedResult> {
  const { db } = context.deps
  try {
    const row = await runEpoch(context.deps, number, {
      signal: context.signal,
      onStatus: async (status) => {
        if (jobId !== undefined)
          await appendJobEvent(db, jobId, { type: 'epoch', ...{ epoch: Number(number), status } })
      },
    })
    return { result: { epoch: Number(number), epochHash: row.epochHash, totals: row.totals } }
  } catch (error) {
    const known = OpenLedgerError.find(error)
    const stored = {
      code: known?.code ?? 'INTERNAL',
      message: known?.message ?? String(error),
      hint: known?.hint ?? '',
    }
    if (!context.signal.aborted)
      await db.update(epochs).set({ error: stored, updatedAt: new Date() }).where(eq(epochs.number, number))
    throw error
  }
}
