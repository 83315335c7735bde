import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { channels } from '@openledger/db/schema/channels.ts'
import { gatewayErrors } from '../errors.ts'

type Channel = Pick<
  typeof channels.$inferSelect,
  'channelId' | 'deposit' | 'withdrawalAmount' | 'used' | 'reserved' | 'signerCap' | 'signerExpiry'
>

/** Wei of a channel that no call has used or reserved and that the payer didn't ask back. Can be negative. */
export function freeCredit(channel: Pick<Channel, 'deposit' | 'withdrawalAmount' | 'used' | 'reserved'>): bigint {
  return channel.deposit - channel.withdrawalAmount - channel.used - channel.reserved
}

/**
 * Asserts that a channel can still pay `amount` wei by vouchers of its session signer.
 *
 * @param now_s - ledger time
 * @throws PAYMENT_INSUFFICIENT_CREDIT, PAYMENT_CAP_REACHED, PAYMENT_SIGNER_EXPIRED
 */
export function assertCredit(channel: Channel, amount: bigint, now_s: number): void {
  const free = freeCredit(channel)
  if (free < amount) {
    throw new OpenLedgerError(
      gatewayErrors.PAYMENT_INSUFFICIENT_CREDIT,
      `The request can cost ${amount} wei; the channel has ${free < 0n ? 0n : free} wei left.`,
      { details: { required: amount.toString(), available: free.toString(), channelId: channel.channelId } },
    )
  }
  const cumulative = channel.used + channel.reserved + amount
  if (cumulative > channel.signerCap) {
    throw new OpenLedgerError(
      gatewayErrors.PAYMENT_CAP_REACHED,
      `The request could bring the channel's total to ${cumulative} wei; its signer may sign ${channel.signerCap}.`,
      { details: { cap: channel.signerCap.toString(), channelId: channel.channelId } },
    )
  }
  if (channel.signerExpiry < BigInt(now_s)) {
    throw new OpenLedgerError(
      gatewayErrors.PAYMENT_SIGNER_EXPIRED,
      `The channel's session signer expired at ${channel.signerExpiry}.`,
      {
        details: { channelId: channel.channelId },
      },
    )
  }
}
