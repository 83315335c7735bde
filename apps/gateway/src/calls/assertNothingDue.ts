import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import { OPEN_STATUSES } from './openStatuses.ts'

/** How soon to ask again while a call is being answered. */
const ASK_AGAIN_S = 1

/**
 * Asserts that a channel whose payer signs the vouchers may have a call: one at a time, and none is unpaid. So the
 * operator never risks more than one call's fee on it. All of the channel's calls must be in the tables.
 *
 * @throws REQUEST_INVALID, PAYMENT_CALL_OPEN, PAYMENT_VOUCHER_DUE
 */
export async function assertNothingDue(db: Database, channelId: Hash32, asked: number): Promise<void> {
  if (asked > 1) {
    throw new OpenLedgerError(
      gatewayErrors.REQUEST_INVALID,
      `The request is ${asked} calls; a key whose vouchers are signed by its payer makes one at a time.`,
      { details: { param: 'n' } },
    )
  }
  const [open] = await db
    .select({ callId: calls.callId, bill: calls.bill })
    .from(calls)
    .where(and(eq(calls.channelId, channelId), inArray(calls.status, [...OPEN_STATUSES])))
    .limit(1)
  if (open === undefined) return
  const { callId, bill } = open
  if (bill === null) {
    throw new OpenLedgerError(gatewayErrors.PAYMENT_CALL_OPEN, `Call ${callId} of this channel is being answered.`, {
      details: { callId, retryAfter_s: ASK_AGAIN_S },
    })
  }
  throw new OpenLedgerError(gatewayErrors.PAYMENT_VOUCHER_DUE, `The voucher for call ${callId} is due.`, {
    details: { callId, fee: receiptSchema.parse(bill).fee.toString() },
  })
}
