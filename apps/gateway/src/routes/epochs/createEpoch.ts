import { createEpoch } from '@openledger/core/api/epochs.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, isNull, max, notInArray } from 'drizzle-orm'
import { requireOperator } from '../../auth/requireOperator.ts'
import { gatewayErrors } from '../../errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'
import { startJob } from '../../jobs/trackedJobs.ts'

/** POST /v1/epochs: closes an epoch over all settled calls, or goes on with one that isn't posted yet. Operator only. */
export const handler = defineHandler(createEpoch, async ({ account, deps }) => {
  requireOperator(account, deps, 'closes epochs')
  const epoch = Number(await nextEpoch(deps.db))
  const jobId = await startJob(deps, { kind: 'epoch', developer: account, name: `epoch ${epoch}`, request: { epoch } })
  return { jobId, epoch }
})

async function nextEpoch(db: Database): Promise<bigint> {
  const [unposted] = await db
    .select({ number: epochs.number })
    .from(epochs)
    .where(notInArray(epochs.status, ['posted', 'final']))
    .orderBy(asc(epochs.number))
    .limit(1)
  if (unposted !== undefined) return unposted.number
  if ((await db.$count(receipts, isNull(receipts.epoch))) === 0) {
    throw new OpenLedgerError(gatewayErrors.EPOCH_NO_CALLS, 'No call was settled since the last epoch.')
  }
  const [last] = await db.select({ number: max(epochs.number) }).from(epochs)
  return BigInt(last?.number ?? 0n) + 1n
}
