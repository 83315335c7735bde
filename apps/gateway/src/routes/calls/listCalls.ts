import { listCalls } from '@openledger/core/api/calls.ts'
import { receiptJsonSchema } from '@openledger/core/api/receipts.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { desc, eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { namesOfCalled } from '../../models/namesOfCalled.ts'

/** GET /v1/calls: newest first; no words. */
export const handler = defineHandler(listCalls, async ({ query, deps }) => {
  const rows = await deps.db
    .select({ call: calls, epoch: receipts.epoch, fee: receipts.fee, receipt: receipts.receipt })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(query.epoch === undefined ? undefined : eq(receipts.epoch, BigInt(query.epoch)))
    .orderBy(desc(calls.startedAt), desc(calls.callId))
    .limit(query.limit)
  const names = await namesOfCalled(
    deps.db,
    rows.map(({ call, receipt }) => ({
      modelId: call.modelId,
      components: receipt === null ? undefined : receiptJsonSchema.parse(receipt).components,
    })),
  )
  return {
    data: rows.map(({ call, epoch, fee }, place) => ({
      callId: call.callId,
      status: call.status,
      model: names[place] ?? call.modelId,
      startedAt: Math.floor(call.startedAt.getTime() / 1000),
      epoch: epoch === null ? null : Number(epoch),
      fee: fee === null ? null : fee.toString(),
    })),
  }
})
