import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type Receipt, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { idempotencyKeys } from '@openledger/db/schema/idempotencyKeys.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { gatewayErrors } from '../errors.ts'
import type { Idempotency } from './readIdempotency.ts'

/** A call that a request made and was charged for, as its answer is given again. */
export type EndedCall = {
  readonly stored: {
    readonly callId: Hash32
    readonly salt: Hash32
    readonly inputTokens: number
    readonly reservedAmount: bigint
  }
  readonly outcome: {
    readonly answer: string
    readonly outputTokens: number
    readonly finish: 'stop' | 'length' | 'cancelled'
    readonly settled: { readonly receipt: Receipt; readonly signature: Hex }
  }
}

/** How soon to ask again while the first answer is being made. */
const ASK_AGAIN_S = 1

/**
 * The charged call that a request of this name made. All calls of the key must be in the tables.
 *
 * @returns undefined when there was none, or only one that failed and cost nothing: then it is made anew
 * @throws IDEMPOTENCY_KEY_REUSED for another request under the name, IDEMPOTENCY_CALL_OPEN while it is being answered
 */
export async function findEndedCall(
  db: Database,
  apiKeyId: string,
  { key, requestHash }: Idempotency,
): Promise<EndedCall | undefined> {
  const [row] = await db
    .select({ name: idempotencyKeys, call: calls, receipt: receipts.receipt, signature: receipts.signature })
    .from(idempotencyKeys)
    .innerJoin(calls, eq(calls.callId, idempotencyKeys.callId))
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.idempotencyKey, key)))
  if (row === undefined) return undefined
  const { call, name, receipt, signature } = row
  if (name.requestHash !== requestHash)
    throw new OpenLedgerError(gatewayErrors.IDEMPOTENCY_KEY_REUSED, 'Another request had this Idempotency-Key.')
  if (call.status === 'reserved') {
    throw new OpenLedgerError(gatewayErrors.IDEMPOTENCY_CALL_OPEN, `Call ${call.callId} is being answered.`, {
      details: { callId: call.callId, retryAfter_s: ASK_AGAIN_S },
    })
  }
  if (receipt === null || signature === null) return undefined
  const { callId, salt, inputTokens, outputTokens, reservedAmount } = call
  const finish = call.finishReason === 'length' || call.finishReason === 'cancelled' ? call.finishReason : 'stop'
  const settled = { receipt: receiptSchema.parse(receipt), signature }
  return {
    stored: { callId, salt, inputTokens, reservedAmount },
    outcome: { answer: call.answer ?? '', outputTokens, finish, settled },
  }
}
