import { type Receipt, receiptDigest, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { voucherDigest } from '@openledger/core/eip712/voucher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import type { Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import { type ChannelState, withKey } from '../ledger/channelState.ts'
import type { ReservedCall } from './reserveCalls.ts'
import type { SettledCall } from './settledCall.ts'

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
 * uncharged; one whose answer took no output tokens is billed for what it read.
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
  }
  const { answer } = outcome
  const isCancelled = outcome.finish === 'cancelled'
  return services.ledger.take(call.channelId, keyId, async (channel) => {
    if (answer === undefined) {
      const status = isCancelled ? ('cancelled' as const) : ('failed' as const)
      return { state: release(channel, call, 0n), writes: { ended: { ...ended, status } }, result: undefined }
    }
    const receipt = receiptOf(call, { ...outcome, answer }, channel, BigInt(time_s))
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

/** The receipt that follows a channel's last one. */
function receiptOf(
  call: ReservedCall,
  outcome: { readonly answer: string; readonly outputTokens: number },
  channel: ChannelState,
  time: bigint,
): Receipt {
  const tokens = { inputTokens: call.inputTokens, outputTokens: outcome.outputTokens }
  const { fee } = callFee(tokens, [{ scalePpm: 1_000_000, price: call.model.price }])
  if (fee > call.reservedAmount) {
    throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} costs more than was reserved.`)
  }
  return {
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
    time: channel.lastTime > time ? channel.lastTime : time,
  }
}

/** Ends a call's reservation on its channel and its key, where what it cost is counted. */
function release(channel: ChannelState, call: ReservedCall, fee: bigint): ChannelState {
  const key = channel.keys.get(call.keyId)
  if (key === undefined) throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} has no key.`)
  const { reservedAmount } = call
  const released = { ...channel, reserved: channel.reserved - reservedAmount }
  return withKey(released, { ...key, reserved: key.reserved - reservedAmount, used: key.used + fee })
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
