import { listCalls } from '@openledger/core/api/calls.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { desc, eq } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/calls: newest first; no words. */
export const handler = defineHandler(listCalls, async ({ query, deps }) => {
  const rows = await deps.db
    .select({ call: calls, epoch: receipts.epoch, fee: receipts.fee, model: models.name })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .leftJoin(models, eq(models.modelId, calls.modelId))
    .where(query.epoch === undefined ? undefined : eq(receipts.epoch, BigInt(query.epoch)))
    .orderBy(desc(calls.startedAt), desc(calls.callId))
    .limit(query.limit)
  return {
    data: rows.map(({ call, epoch, fee, model }) => ({
      callId: call.callId,
      status: call.status,
      model: model ?? call.modelId,
      startedAt: Math.floor(call.startedAt.getTime() / 1000),
      epoch: epoch === null ? null : Number(epoch),
      fee: fee === null ? null : fee.toString(),
    })),
  }
})
