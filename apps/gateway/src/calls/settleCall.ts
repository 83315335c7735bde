import { type Receipt, receiptSchema, receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Hex, LocalAccount } from 'viem'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import type { ReservedCall } from './reserveCall.ts'

/** What a call produced, and how it ended. */
export type CallOutcome = {
  readonly answer: string
  readonly outputTokens: number
  readonly finish: 'stop' | 'length' | 'cancelled' | 'error'
  /** Code of the error that cut it. */
  readonly errorCode?: string
}

/** A receipt as it was stored. */
export type SettledCall = { readonly receipt: Receipt; readonly signature: Hex }

/**
 * Bills what a call produced, in one transaction with the channel's row locked: the next receipt of the channel's
 * chain, its voucher, the call's state and the release of the reservations come together or not at all. A call that
 * produced no text is released uncharged.
 *
 * @returns the receipt; undefined when nothing was charged
 */
export async function settleCall(
  services: LedgerServices,
  call: ReservedCall,
  outcome: CallOutcome,
): Promise<SettledCall | undefined> {
  const time_s = await services.ledgerTime()
  return services.db.transaction(async (transaction) => {
    const [channel] = await transaction
      .select()
      .from(channels)
      .where(eq(channels.channelId, call.channelId))
      .for('update')
    const [stored] = await transaction
      .select({ status: calls.status })
      .from(calls)
      .where(eq(calls.callId, call.callId))
      .for('update')
    if (channel === undefined || stored?.status !== 'reserved') {
      throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} is not reserved any more.`)
    }
    const [last] = await transaction
      .select({ receipt: receipts.receipt })
      .from(receipts)
      .where(and(eq(receipts.channelId, call.channelId), eq(receipts.sequence, channel.lastSequence)))
    const lastTime = last === undefined ? 0n : receiptSchema.parse(last.receipt).time
    const reserved = channel.reserved - call.reservedAmount
    const ended = {
      answer: outcome.answer,
      outputTokens: outcome.outputTokens,
      settledAt: new Date(services.clock.now()),
      finishReason: outcome.finish,
      errorCode: outcome.errorCode ?? null,
    }
    if (outcome.outputTokens === 0 || outcome.answer === '') {
      const status = outcome.finish === 'cancelled' ? 'cancelled' : 'failed'
      await transaction.update(channels).set({ reserved }).where(eq(channels.channelId, call.channelId))
      await releaseOnKey(transaction, call, 0n)
      await transaction
        .update(calls)
        .set({ ...ended, status })
        .where(eq(calls.callId, call.callId))
      return undefined
    }
    const tokens = { inputTokens: call.inputTokens, outputTokens: outcome.outputTokens }
    const { fee } = callFee(tokens, [{ scalePpm: 1_000_000, price: call.model.price }])
    if (fee > call.reservedAmount) {
      throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} costs more than was reserved.`)
    }
    const receipt: Receipt = {
      callId: call.callId,
      channelId: call.channelId,
      sequence: channel.lastSequence + 1n,
      cumulativeBefore: channel.used,
      cumulativeAfter: channel.used + fee,
      components: [{ modelId: call.model.modelId, scalePpm: 1_000_000, priceVersion: call.model.price.version }],
      retrievedVersions: [...new Set(call.retrieved.map(({ versionRoot }) => versionRoot))].sort(),
      requestHash: saltedHash(call.salt, canonicalJson(call.request.messages)),
      responseHash: saltedHash(call.salt, outcome.answer),
      ...tokens,
      fee,
      // A channel's time never falls, whatever the clock does.
      time: lastTime > BigInt(time_s) ? lastTime : BigInt(time_s),
    }
    const signed = await sign(services, receipt, call.voucherSigner)
    await transaction.insert(receipts).values({
      callId: receipt.callId,
      channelId: receipt.channelId,
      sequence: receipt.sequence,
      receipt: z.encode(receiptSchema, receipt),
      ...signed,
      fee,
      cumulativeAfter: receipt.cumulativeAfter,
    })
    await transaction
      .update(channels)
      .set({ reserved, used: receipt.cumulativeAfter, lastSequence: receipt.sequence })
      .where(eq(channels.channelId, call.channelId))
    await releaseOnKey(transaction, call, fee)
    const status = outcome.finish === 'cancelled' ? 'cancelled' : 'settled'
    await transaction
      .update(calls)
      .set({ ...ended, status })
      .where(eq(calls.callId, call.callId))
    return { receipt, signature: signed.signature }
  })
}

/** Ends a call's reservation on its key, and counts what it cost. */
async function releaseOnKey(transaction: Database, call: ReservedCall, fee: bigint): Promise<void> {
  await transaction
    .update(apiKeys)
    .set({ reserved: sql`${apiKeys.reserved} - ${call.reservedAmount}`, used: sql`${apiKeys.used} + ${fee}` })
    .where(eq(apiKeys.id, call.keyId))
}

/** The operator's signature of the receipt, and the session signer's voucher for its cumulative. */
async function sign(
  services: LedgerServices,
  receipt: Receipt,
  voucherSigner: LocalAccount,
): Promise<{ signature: Hex; voucherSignature: Hex }> {
  const { chainId, addresses } = services.chain
  const voucher = { channelId: receipt.channelId, cumulative: receipt.cumulativeAfter }
  const [signature, voucherSignature] = await Promise.all([
    services.operator.signTypedData(receiptTypedData(receipt, { chainId, verifyingContract: addresses.settlement })),
    voucherSigner.signTypedData(voucherTypedData(voucher, { chainId, verifyingContract: addresses.paymentEscrow })),
  ])
  return { signature, voucherSignature }
}
