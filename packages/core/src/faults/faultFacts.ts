import type { Epoch } from '../epoch/epoch.ts'
import type { EpochFacts } from '../epoch/epochFacts.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { TrainedRecord } from '../leaves/trainedRecordLeaf.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ShownRecord } from './shownRecord.ts'

/** Leaves of an epoch's four trees as far as faults look at them: a receipt counts without its signature. */
export type EvidenceLeaves = Omit<EpochLeaves, 'receipts'> & {
  readonly receipts: readonly Pick<SignedReceipt, 'receipt'>[]
}

/** An epoch as it was posted, with the leaves that are published for it, or were answered on chain. */
export type EpochEvidence = { readonly epoch: Epoch; readonly leaves: EvidenceLeaves }

/** A channel at two posts; wei. */
export type ChannelFacts = {
  readonly operator: Address
  /** Collected when the epoch was posted. */
  readonly collected: bigint
  /** Collected when the epoch before it was posted; 0 for the first. */
  readonly collectedBefore: bigint
}

/** Head of a training log's chain and the leaves of its trained-records tree. */
export type TrainingLogLeaves = { readonly head: Hex32; readonly records: readonly TrainedRecord[] }

/** Where records stand. What is not in a map is not on chain or not published. */
export type RecordFacts = Pick<EpochFacts, 'models' | 'versions' | 'trained'> & {
  /** Leaves of each version, in order. */
  readonly versionLeaves: ReadonlyMap<Hex32, readonly VersionLeaf[]>
  /** By modelId. */
  readonly logs: ReadonlyMap<Hex32, TrainingLogLeaves>
}

/** What the chain and the publications say. What is not in a map is not on chain or not published. */
export type FaultFacts = Omit<EpochFacts, 'rules'> &
  RecordFacts & {
    readonly escrow: Address
    /** Time of the block in which the epoch was posted, Unix seconds. */
    readonly postedAt: bigint
    readonly channels: ReadonlyMap<Hex32, ChannelFacts>
    /** Records of calls that were shown on chain, by `shownKey`: their versions need not be published. */
    readonly shown?: ReadonlyMap<string, ShownRecord>
  }

/** Everything in which the faults of one epoch are looked for. */
export type FaultSearch = {
  readonly current: EpochEvidence
  /** All earlier epochs of the operator, ascending. */
  readonly earlier: readonly EpochEvidence[]
  readonly facts: FaultFacts
  /** Receipts that payers hold, signed by the operator; empty where nobody gave any. */
  readonly signed: readonly SignedReceipt[]
}
