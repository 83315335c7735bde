import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import { type ChannelState, withKey } from '../ledger/channelState.ts'
import type { ReservedCall } from './reserveCalls.ts'

/** Ends a call's reservation on its channel and its key, where what it cost is counted. */
export function release(
  channel: ChannelState,
  call: Pick<ReservedCall, 'callId' | 'keyId' | 'reservedAmount'>,
  fee: bigint,
): ChannelState {
  const key = channel.keys.get(call.keyId)
  if (key === undefined) throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `Call ${call.callId} has no key.`)
  const { reservedAmount } = call
  const released = { ...channel, reserved: channel.reserved - reservedAmount }
  return withKey(released, { ...key, reserved: key.reserved - reservedAmount, used: key.used + fee })
}
