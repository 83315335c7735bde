import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq } from 'drizzle-orm'
import type { KeptEvent } from './keepEvent.ts'

type Channel = typeof channels.$inferSelect

/** Events that change a channel. */
export const CHANNEL_EVENTS = [
  'ChannelOpened',
  'Deposited',
  'SignerLimitsSet',
  'WithdrawalRequested',
  'WithdrawalCancelled',
  'Withdrawn',
  'Collected',
  'ChannelRefunded',
] as const

/** What a channel has before its first event. */
export const EMPTY_CHANNEL = {
  signerCap: 0n,
  signerExpiry: 0n,
  deposit: 0n,
  collected: 0n,
  withdrawableAt: null,
  withdrawalAmount: 0n,
} as const

/** Takes an event into `channels`; others are left alone. The gateway's own columns never change here. */
export async function applyChannelEvent(db: Database, event: KeptEvent): Promise<void> {
  if (event.name === 'ChannelOpened') {
    const { channelId, payer, operator, signer, cap, expiry } = event.args
    const chainPart = { payer, operator, signer, signerCap: cap, signerExpiry: expiry, blockNumber: event.blockNumber }
    await db
      .insert(channels)
      .values({ channelId, ...chainPart })
      .onConflictDoUpdate({ target: channels.channelId, set: chainPart })
    return
  }
  const channelId = channelOf(event)
  if (channelId === undefined) return
  const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId)).for('update')
  if (channel === undefined) return
  await db.update(channels).set(changeOf(channel, event)).where(eq(channels.channelId, channelId))
}

function channelOf(event: KeptEvent): Hash32 | undefined {
  switch (event.name) {
    case 'Deposited':
    case 'SignerLimitsSet':
    case 'WithdrawalRequested':
    case 'WithdrawalCancelled':
    case 'Withdrawn':
    case 'Collected':
    case 'ChannelRefunded':
      return event.args.channelId
    default:
      return undefined
  }
}

function changeOf(channel: Channel, event: KeptEvent): Partial<Channel> {
  switch (event.name) {
    case 'Deposited':
      return { deposit: channel.deposit + event.args.amount }
    case 'Withdrawn':
      return { deposit: channel.deposit - event.args.amount, withdrawalAmount: 0n, withdrawableAt: null }
    case 'WithdrawalRequested':
      return { withdrawalAmount: event.args.amount, withdrawableAt: new Date(Number(event.args.withdrawableAt) * 1000) }
    case 'WithdrawalCancelled':
      return { withdrawalAmount: 0n, withdrawableAt: null }
    case 'Collected':
      return { collected: event.args.cumulative }
    case 'ChannelRefunded':
      // It left the channel, and what was collected fell by the same amount.
      return { collected: event.args.cumulative, deposit: channel.deposit - event.args.amount }
    case 'SignerLimitsSet': {
      const { cap, expiry } = event.args
      // On chain a change with a lowered limit waits; new calls keep to the narrower of both from the start.
      const lowered = cap < channel.signerCap || expiry < channel.signerExpiry
      if (!lowered) return { signerCap: cap, signerExpiry: expiry }
      return {
        signerCap: lower(cap, channel.signerCap),
        signerExpiry: lower(expiry, channel.signerExpiry),
      }
    }
    default:
      return {}
  }
}

function lower(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}
