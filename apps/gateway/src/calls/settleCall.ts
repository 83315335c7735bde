import { type Receipt, receiptDigest, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { voucherDigest } from '@openledger/core/eip712/voucher.ts'
import type { Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { z } from 'zod'
import type { LedgerServices } from '../gatewayServices.ts'
import { nextReceipt } from './nextReceipt.ts'
import { release } from './releaseCall.ts'
import type { ReservedCall } from './reserveCalls.ts'
import type { SettledCall } from './settledCall.ts'
import { voucherDue } from './voucherDue.ts'

/** What a call came to, and how it ended. */
export type CallOutcome = {
  /** What the receipt's response hash is of; undefined when the caller gets nothing, which costs nothing. */
  readonly answer: string | undefined
  readonly outputTokens: number
  readonly finish: 'stop' | 'length' | 'cancelled' | 'error'
  /** Code of the error that cut it. */
  readonly errorCode?: string | undefined
}

/**
 * Bills what a call produced, in one step of its channel: the next receipt of the channel's chain, its voucher, the
 * call's state and the release of the reservations come together or not at all. A call without an answer is released
 * uncharged; one whose answer took no output tokens is billed for what it read. Where the payer signs the vouchers, the
 * call ends unpaid: receipt and release come with the voucher (payCall).
 *
 * @returns the receipt; undefined when nothing was charged
 */
export async function settleCall(
  services: LedgerServices,
  call: ReservedCall,
  outcome: CallOutcome,
): Promise<SettledCall | undefined> {
  const time_s = await services.ledgerTime()
  const { callId, keyId } = call
  const ended = {
    callId,
    answer: outcome.answer ?? null,
    outputTokens: outcome.outputTokens,
    settledAt: new Date(services.clock.now()),
    finishReason: outcome.finish,
    errorCode: outcome.errorCode ?? null,
    bill: null,
  }
  const { answer } = outcome
  const isCancelled = outcome.finish === 'cancelled'
  return services.ledger.take<SettledCall | undefined>(call.channelId, keyId, async (channel, isWritten) => {
    // The channel's last voucher is looked up in the tables.
    if (!isWritten && call.voucherSigner === undefined) return undefined
    if (answer === undefined) {
      const status = isCancelled ? ('cancelled' as const) : ('failed' as const)
      return { state: release(channel, call, 0n), writes: { ended: { ...ended, status } }, result: undefined }
    }
    const receipt = nextReceipt(call, { ...outcome, answer }, channel, BigInt(time_s))
    if (call.voucherSigner === undefined) {
      // What was set aside stays so until the voucher comes.
      const result = { receipt, signature: undefined, due: await voucherDue(services.db, receipt) }
      const bill = z.encode(receiptSchema, receipt)
      return { state: channel, writes: { ended: { ...ended, status: 'unpaid', bill } }, result }
    }
    const signed = await sign(services, receipt, call.voucherSigner)
    const { channelId, sequence, fee, cumulativeAfter } = receipt
    const billed = {
      callId,
      channelId,
      sequence,
      receipt: z.encode(receiptSchema, receipt),
      ...signed,
      fee,
      cumulativeAfter,
    }
    const status = isCancelled ? ('cancelled' as const) : ('settled' as const)
    return {
      state: { ...release(channel, call, fee), used: cumulativeAfter, lastSequence: sequence, lastTime: receipt.time },
      writes: { ended: { ...ended, status }, billed },
      result: { receipt, signature: signed.signature },
    }
  })
}

/** The operator's signature of the receipt, and the session signer's voucher for its cumulative. */
async function sign(
  services: LedgerServices,
  receipt: Receipt,
  voucherSigner: PrivateKeyAccount,
): Promise<{ signature: Hex; voucherSignature: Hex }> {
  const { chainId, addresses } = services.chain
  const voucher = { channelId: receipt.channelId, cumulative: receipt.cumulativeAfter }
  const [signature, voucherSignature] = await Promise.all([
    services.operator.sign({ hash: receiptDigest(receipt, { chainId, verifyingContract: addresses.settlement }) }),
    voucherSigner.sign({ hash: voucherDigest(voucher, { chainId, verifyingContract: addresses.paymentEscrow }) }),
  ])
  return { signature, voucherSignature }
}
