import type { Route } from '@openledger/core/api/generation.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { choiceCallId } from '@openledger/core/ids/choiceCallId.ts'
import type { Database } from '@openledger/db/database.ts'
import { callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { idempotencyKeys } from '@openledger/db/schema/idempotencyKeys.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq, inArray } from 'drizzle-orm'
import type { Hex } from 'viem'
import { gatewayErrors } from '../errors.ts'
import type { Idempotency } from './readIdempotency.ts'
import type { SettledCall } from './settledCall.ts'
import { voucherDue } from './voucherDue.ts'

/** A call that a request made, as its answer is given again. */
export type EndedCall = {
  readonly stored: {
    readonly callId: Hash32
    readonly salt: Hash32
    readonly inputTokens: number
    readonly reservedAmount: bigint
    /** Where the caller left the choice of the model: how it was made then. */
    readonly route: Route | undefined
  }
  readonly outcome: {
    readonly answer: string
    readonly outputTokens: number
    readonly finish: 'stop' | 'length' | 'cancelled'
    /** Undefined when nothing was charged. */
    readonly settled: SettledCall | undefined
  }
}

/** How soon to ask again while the first answer is being made. */
const ASK_AGAIN_S = 1

/**
 * The calls that a request of this name made, of which at least one was charged or is to be paid. All calls of the key must be in the
 * tables.
 *
 * @param count how many calls the request makes
 * @returns undefined when there were none, or only such that failed and cost nothing: then they are made anew
 * @throws IDEMPOTENCY_KEY_REUSED for another request under the name, IDEMPOTENCY_CALL_OPEN while it is being answered
 */
export async function findEndedCalls(
  db: Database,
  apiKeyId: string,
  { key, requestHash }: Idempotency,
  count: number,
): Promise<readonly EndedCall[] | undefined> {
  const [name] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.idempotencyKey, key)))
  if (name === undefined) return undefined
  if (name.requestHash !== requestHash)
    throw new OpenLedgerError(gatewayErrors.IDEMPOTENCY_KEY_REUSED, 'Another request had this Idempotency-Key.')
  const callIds = Array.from({ length: count }, (_, index) => choiceCallId(name.callId, index))
  const rows = await db
    .select({ call: calls, receipt: receipts.receipt, signature: receipts.signature })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(inArray(calls.callId, callIds))
  if (rows.some(({ call }) => call.status === 'reserved')) {
    throw new OpenLedgerError(gatewayErrors.IDEMPOTENCY_CALL_OPEN, `Call ${name.callId} is being answered.`, {
      details: { callId: name.callId, retryAfter_s: ASK_AGAIN_S },
    })
  }
  if (rows.every(({ call, receipt }) => receipt === null && call.status !== 'unpaid')) return undefined
  const byId = new Map(rows.map((row) => [row.call.callId, row]))
  const ended = callIds.map(async (callId) => {
    const row = byId.get(callId)
    if (row === undefined) throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `There is no call ${callId}.`)
    return toEndedCall(db, row)
  })
  return Promise.all(ended)
}

async function toEndedCall(
  db: Database,
  row: { readonly call: typeof calls.$inferSelect; readonly receipt: unknown; readonly signature: Hex | null },
): Promise<EndedCall> {
  const { call, receipt, signature } = row
  const { callId, salt, inputTokens, outputTokens, reservedAmount, finishReason, request } = call
  const finish = finishReason === 'length' || finishReason === 'cancelled' ? finishReason : 'stop'
  const settled = signature === null ? await unpaid(db, call) : { receipt: receiptSchema.parse(receipt), signature }
  return {
    stored: { callId, salt, inputTokens, reservedAmount, route: callRequestSchema.parse(request).route },
    outcome: { answer: call.answer ?? '', outputTokens, finish, settled },
  }
}

async function unpaid(db: Database, { bill }: typeof calls.$inferSelect): Promise<SettledCall | undefined> {
  if (bill === null) return undefined
  const receipt = receiptSchema.parse(bill)
  return { receipt, signature: undefined, due: await voucherDue(db, receipt) }
}
