import { type Receipt, receiptDigest, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { verifyVoucher } from '@openledger/core/eip712/voucher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import type { ChannelState } from '../ledger/channelState.ts'
import { release } from './releaseCall.ts'
import type { SettledCall } from './settledCall.ts'

type CallRow = typeof calls.$inferSelect

/**
 * Pays an unpaid call with its payer's voucher, in one step of its channel: receipt, voucher, the call's state and the
 * release of the reservations come together or not at all. A call that is paid already answers with its receipt.
 *
 * Invariant: a receipt is signed only for a voucher that the escrow collects to the wei: signed by the channel's signer,
 * in its time and under its cap, of money that the payer has in the channel and did not ask back.
 *
 * @throws PAYMENT_NOTHING_DUE, PAYMENT_VOUCHER_INVALID, PAYMENT_SIGNER_EXPIRED, PAYMENT_CAP_REACHED,
 * PAYMENT_INSUFFICIENT_CREDIT
 */
export async function payCall(services: LedgerServices, call: CallRow, signature: Hex): Promise<SettledCall> {
  const now_s = await services.ledgerTime()
  const { callId, apiKeyId, channelId } = call
  return services.ledger.take<SettledCall>(channelId, apiKeyId, async (channel, isWritten) => {
    if (!isWritten) return undefined
    const { row, paid } = await readCall(services, callId)
    if (paid !== undefined) return { state: channel, writes: {}, result: paid }
    if (row.bill === null || row.status !== 'unpaid')
      throw new OpenLedgerError(gatewayErrors.PAYMENT_NOTHING_DUE, `Call ${callId} is ${row.status}: nothing is due.`)
    const receipt = inTime(receiptSchema.parse(row.bill), channel, BigInt(now_s))
    assertCollectable(channel, receipt, now_s)
    await assertVoucher(services, channel, receipt, signature)
    const { sequence, fee, cumulativeAfter } = receipt
    const { chainId, addresses } = services.chain
    const hash = receiptDigest(receipt, { chainId, verifyingContract: addresses.settlement })
    const signed = await services.operator.sign({ hash })
    const { answer, outputTokens, settledAt, finishReason, errorCode } = row
    const status = finishReason === 'cancelled' ? ('cancelled' as const) : ('settled' as const)
    const freed = release(channel, { callId, keyId: apiKeyId, reservedAmount: row.reservedAmount }, fee)
    return {
      state: { ...freed, used: cumulativeAfter, lastSequence: sequence, lastTime: receipt.time },
      writes: {
        ended: { callId, status, answer, outputTokens, settledAt, finishReason, errorCode, bill: row.bill },
        billed: {
          callId,
          channelId,
          sequence,
          receipt: z.encode(receiptSchema, receipt),
          signature: signed,
          voucherSignature: signature,
          fee,
          cumulativeAfter,
        },
      },
      result: { receipt, signature: signed },
    }
  })
}

async function readCall({ db }: LedgerServices, callId: CallRow['callId']) {
  const [found] = await db
    .select({ row: calls, receipt: receipts.receipt, signature: receipts.signature })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(eq(calls.callId, callId))
  if (found === undefined)
    throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `There is no call ${callId} any more.`)
  const { row, receipt, signature } = found
  return { row, paid: signature === null ? undefined : { receipt: receiptSchema.parse(receipt), signature } }
}

/** The bill as the channel's next receipt, dated now: nothing may have come between. */
function inTime(bill: Receipt, channel: ChannelState, now: bigint): Receipt {
  if (bill.sequence !== channel.lastSequence + 1n || bill.cumulativeBefore !== channel.used)
    throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${bill.callId} does not follow its channel.`)
  return { ...bill, time: channel.lastTime > now ? channel.lastTime : now }
}

function assertCollectable(channel: ChannelState, { cumulativeAfter }: Receipt, now_s: number): void {
  const { channelId, deposit, withdrawalAmount, signerCap, signerExpiry } = channel
  const refuse = (
    code: 'PAYMENT_INSUFFICIENT_CREDIT' | 'PAYMENT_CAP_REACHED' | 'PAYMENT_SIGNER_EXPIRED',
    why: string,
  ) => {
    throw new OpenLedgerError(gatewayErrors[code], why, { details: { channelId } })
  }
  if (cumulativeAfter > deposit - withdrawalAmount)
    refuse(
      'PAYMENT_INSUFFICIENT_CREDIT',
      `The channel holds ${deposit - withdrawalAmount} wei, ${cumulativeAfter} are due.`,
    )
  if (cumulativeAfter > signerCap)
    refuse('PAYMENT_CAP_REACHED', `${cumulativeAfter} wei are due; the channel's signer may sign ${signerCap}.`)
  if (signerExpiry < BigInt(now_s)) refuse('PAYMENT_SIGNER_EXPIRED', `The channel's signer expired at ${signerExpiry}.`)
}

/** @throws PAYMENT_VOUCHER_INVALID */
async function assertVoucher(
  { chain: { chainId, addresses } }: LedgerServices,
  { channelId, signer }: ChannelState,
  { cumulativeAfter }: Receipt,
  signature: Hex,
): Promise<void> {
  const voucher = { channelId, cumulative: cumulativeAfter }
  try {
    await verifyVoucher(voucher, { chainId, verifyingContract: addresses.paymentEscrow }, signature, signer)
  } catch (cause) {
    throw new OpenLedgerError(
      gatewayErrors.PAYMENT_VOUCHER_INVALID,
      `It is no voucher of ${signer} for ${cumulativeAfter} wei.`,
      { cause, details: { channelId, cumulative: cumulativeAfter.toString() } },
    )
  }
}
