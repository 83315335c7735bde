import type { OpenDemand } from '@openledger/chain/challenger/openDemands.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Hex } from 'viem'

/** A voucher with its signature, ready to be collected. */
export type SignedVoucher = {
  readonly channelId: Hex32
  readonly payer: Address
  readonly cumulative: bigint
  readonly signature: Hex
}

/** What decides whether a channel's voucher can be collected. Amounts in wei, `expiry` in Unix seconds. */
export type ChannelState = {
  readonly payer: Address
  readonly collected: bigint
  readonly deposited: bigint
  readonly withdrawn: bigint
  readonly cap: bigint
  readonly expiry: bigint
}

/** An operator's books in the Settlement contract; wei. */
export type OperatorBooks = {
  readonly funded: bigint
  readonly accounted: bigint
  readonly carriedTotal: bigint
  readonly payoutsSum: bigint
  readonly epochCount: bigint
  readonly finalCount: bigint
  readonly lastEpochHash: Hex32
}

/** An epoch as the Settlement contract knows it. Times: Unix seconds. */
export type PostedEpoch = {
  readonly epochHash: Hex32
  readonly postedAt: bigint
  readonly finalizesAt: bigint
  readonly status: 'none' | 'open' | 'final' | 'void'
}

/** A committee that waits for a call's content, with the keys that it is to be sealed to. */
export type DrawnCommittee = {
  readonly requestId: Hex32
  readonly callId: Hex32
  readonly members: readonly { readonly member: Address; readonly publicKey: Hex32 }[]
}

/**
 * What background jobs ask of the chain, for one operator. Writes take an idempotency key: the same key is
 * sent once, and answers when its transaction is in a block.
 */
export type EpochChain = {
  /**
   * Refuses while what was read of the chain can't be relied on, for one after a reorganisation below the finality depth.
   * The writes that pay ask it themselves; answering a demand of data does not.
   * @throws CHAIN_REORG_TOO_DEEP, CHAIN_RPCS_DISAGREE, CHAIN_LOGS_DIFFER, CHAIN_ANSWER_INVALID, CHAIN_RPC_BEHIND, CHAIN_WRONG_ID
   */
  assertSound?(): void
  channelOf(channelId: Hex32): Promise<ChannelState>
  /** Collects; vouchers that the escrow refuses are skipped: read `channelOf` afterwards. */
  collect(key: string, vouchers: readonly SignedVoucher[]): Promise<void>
  books(): Promise<OperatorBooks>
  epochOf(number: bigint): Promise<PostedEpoch>
  /** Tops the operator's bond up to what a post with this payout total needs. */
  ensureBond(key: string, payoutsSum: bigint): Promise<void>
  postEpoch(key: string, epoch: Epoch): Promise<void>
  /** Makes the oldest open epoch final; its header as posted. */
  finalize(key: string, epoch: Epoch): Promise<void>
  /** Data that is demanded of this operator's open epochs. */
  openDemands(): Promise<readonly OpenDemand[]>
  /** Answers one of them with the chunk's encoded run; the epoch's header as posted. */
  answerDemand(key: string, epoch: Epoch, demand: OpenDemand, run: Hex): Promise<void>
  /** Committees that were drawn for calls of this operator and wait for their content. */
  drawnCommittees(): Promise<readonly DrawnCommittee[]>
  /** Says on chain where a committee's content is published. */
  handOver(key: string, requestId: Hex32, contentHash: Hex32): Promise<void>
  /** When a developer's access to a Datanet ends, Unix seconds; 0 without a grant. */
  grantExpiry(datanetId: Hex32, developer: Address): Promise<bigint>
  claimedOf(account: Address): Promise<bigint>
  claim(key: string, account: Address, cumulative: bigint, proof: readonly Hex32[]): Promise<Hex32>
  /** Time of the newest block, Unix seconds. */
  now(): Promise<bigint>
  /** Least time of any further block, Unix seconds. */
  nextTime(): Promise<bigint>
  /** Number of the newest block. */
  blockNumber(): Promise<bigint>
}
