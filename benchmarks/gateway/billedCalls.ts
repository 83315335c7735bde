import type { Stack } from '../../apps/gateway/test/stack.ts'
import { receiptSchema } from '../../packages/core/src/eip712/receipt.ts'
import { callRequestSchema } from '../../packages/db/src/json/callRequest.ts'
import { calls } from '../../packages/db/src/schema/calls.ts'
import { receipts } from '../../packages/db/src/schema/receipts.ts'

/** What the ledger says of one question. */
export type Billed = { readonly status: string; readonly outputTokens: number }

/** What every call was billed, by its question; no receipt: nothing. */
export async function billedCalls({ db }: Stack): Promise<ReadonlyMap<string, Billed>> {
  const tokens = new Map<string, number>()
  for (const { callId, receipt } of await db.select().from(receipts))
    tokens.set(callId, receiptSchema.parse(receipt).outputTokens)
  const rows = await db.select().from(calls)
  return new Map(
    rows.map(({ callId, request, status }) => [
      callRequestSchema.parse(request).prompt.at(-1)?.content ?? '',
      { status, outputTokens: tokens.get(callId) ?? 0 },
    ]),
  )
}
