import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { saltedHash } from '@openledger/core/primitives/hash.ts'
import { gatewayErrors } from '../errors.ts'
import type { ChannelState } from '../ledger/channelState.ts'
import type { ReservedCall } from './reserveCalls.ts'

/** The receipt that follows a channel's last one. */
export function nextReceipt(
  call: ReservedCall,
  outcome: { readonly answer: string; readonly outputTokens: number },
  channel: ChannelState,
  time: bigint,
): Receipt {
  const tokens = { inputTokens: call.inputTokens, outputTokens: outcome.outputTokens }
  const { fee } = callFee(tokens, call.model.components)
  if (fee > call.reservedAmount) {
    throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} costs more than was reserved.`)
  }
  return {
    callId: call.callId,
    channelId: call.channelId,
    sequence: channel.lastSequence + 1n,
    cumulativeBefore: channel.used,
    cumulativeAfter: channel.used + fee,
    components: call.model.components.map(({ modelId, scalePpm, price }) => {
      return { modelId, scalePpm, priceVersion: price.version }
    }),
    retrievedVersions: [...new Set(call.retrieved.map(({ versionRoot }) => versionRoot))].sort(),
    requestHash: saltedHash(call.salt, canonicalJson(call.request.messages)),
    responseHash: saltedHash(call.salt, outcome.answer),
    ...tokens,
    fee,
    // A channel's time never falls, whatever the clock does.
    time: channel.lastTime > time ? channel.lastTime : time,
  }
}
