import { listCalls } from '@openledger/core/api/calls.ts'
import { receiptJsonSchema } from '@openledger/core/api/receipts.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { defineHandler } from '../../http/apiHandler.ts'
import { namesOfCalled } from '../../models/namesOfCalled.ts'

/** GET /v1/calls: newest first; no words. A page costs the same however many calls there are. */
export const handler = defineHandler(listCalls, async ({ query, deps }) => {
  const { epoch, model, account, status, after, limit } = query
  const { db } = deps
  const [time_ms, lastId] = after?.split(/-(?=0x)/) ?? []
  const isId = model !== undefined && /^0x[0-9a-f]{64}$/.test(model)
  const named = db
    .select({ id: models.modelId })
    .from(models)
    .where(eq(models.name, model ?? ''))
  // One set of ids, which the primary key then finds: two conditions side by side would be asked of every call.
  const ofAccount = sql`(
    SELECT ${epochCredits.callId} FROM ${epochCredits} WHERE ${epochCredits.account} = ${account ?? ''}
    UNION SELECT paid.call_id FROM ${calls} AS paid JOIN ${channels} ON ${channels.channelId} = paid.channel_id
    WHERE ${channels.payer} = ${account ?? ''})`
  const rows = await db
    .select({ call: calls, epoch: receipts.epoch, fee: receipts.fee, receipt: receipts.receipt })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(
      and(
        epoch === undefined ? undefined : eq(receipts.epoch, BigInt(epoch)),
        status === undefined ? undefined : eq(calls.status, status),
        model === undefined ? undefined : isId ? sql`${calls.modelId} = ${model}` : inArray(calls.modelId, named),
        account === undefined ? undefined : sql`${calls.callId} IN ${ofAccount}`,
        after === undefined
          ? undefined
          : sql`(${calls.startedAt}, ${calls.callId}) < (${new Date(Number(time_ms)).toISOString()}::timestamptz, ${lastId})`,
      ),
    )
    .orderBy(desc(calls.startedAt), desc(calls.callId))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)?.call
  const names = await namesOfCalled(
    db,
    page.map(({ call, receipt }) => ({
      modelId: call.modelId,
      components: receipt === null ? undefined : receiptJsonSchema.parse(receipt).components,
    })),
  )
  return {
    data: page.map(({ call, epoch: settledBy, fee }, place) => ({
      callId: call.callId,
      status: call.status,
      model: names[place] ?? call.modelId,
      startedAt: Math.floor(call.startedAt.getTime() / 1000),
      epoch: settledBy === null ? null : Number(settledBy),
      fee: fee === null ? null : fee.toString(),
    })),
    next: last === undefined || rows.length <= limit ? null : `${last.startedAt.getTime()}-${last.callId}`,
  }
})
