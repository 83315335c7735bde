import type { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import type { channels } from '@openledger/db/schema/channels.ts'

/** What decides about a channel's calls: a part of its row, the time of its last receipt, and the keys that were used. */
export type ChannelState = Readonly<
  Pick<
    typeof channels.$inferSelect,
    | 'channelId'
    | 'signer'
    | 'signerCap'
    | 'signerExpiry'
    | 'deposit'
    | 'withdrawalAmount'
    | 'reserved'
    | 'used'
    | 'lastSequence'
  >
> & {
  /** Unix seconds of the receipt `lastSequence`; 0 before the first. */
  readonly lastTime: bigint
  readonly keys: ReadonlyMap<string, KeyState>
}

/** A key's limits and where they stand. */
export type KeyState = Readonly<
  Pick<
    typeof apiKeys.$inferSelect,
    'id' | 'budget' | 'models' | 'requestsPerMinute' | 'tokensPerMinute' | 'reserved' | 'used'
  >
>

/** The state with one key put in, or in place of what it was. */
export function withKey(state: ChannelState, key: KeyState): ChannelState {
  return { ...state, keys: new Map(state.keys).set(key.id, key) }
}
