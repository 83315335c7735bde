import type { Epoch } from '../epoch/epoch.ts'
import type { Split } from '../payout/splitFee.ts'
import type { Share } from '../payout/splitShares.ts'
import type { Timeline } from '../payout/timeline.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** An epoch as it stands on chain. `epoch.operator`, `number` and so on are the posted struct; `epochHash` is what the contract stores. */
export type PostedEpoch = {
  readonly epoch: Epoch
  readonly epochHash: Hex32
  readonly block: bigint
  /** The block's time, Unix seconds. */
  readonly time: bigint
}

/** A part of a model's income that an ancestor's owner takes. */
export type ChainRoyalty = { readonly ancestor: Hex32; readonly bps: number; readonly owners: Timeline<Address> }

/** A registered model. Hashes are 0 and lists empty where the model has no such part. */
export type ChainModel = {
  readonly modelId: Hex32
  /** Whose it was, from its registration on. */
  readonly owners: Timeline<Address>
  /** In the order of registration; at most 5,000 bps of the model part. */
  readonly royalties: readonly ChainRoyalty[]
  /** The contract that holds what its stakers get, made or not. */
  readonly pool: Address
  readonly adapterHash: Hex32
  readonly manifestHash: Hex32
  readonly logRoot: Hex32
  /** SHA-256 of the attribution index. */
  readonly indexHash: Hex32
  /** Roots of the versions that the adapter was trained on. */
  readonly trainingVersions: readonly Hex32[]
  /** Roots of the versions that its calls may retrieve from. */
  readonly retrievalVersions: readonly Hex32[]
  readonly split: Split
}

/** Wei per token; `effectiveFrom` is when it may first bill (Unix seconds), where the reader says it. */
export type ChainPrice = {
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  readonly effectiveFrom?: bigint
}

/** A version of a Datanet; `dataHash` is the address of its published list of records. */
export type ChainVersion = {
  readonly root: Hex32
  readonly datanetId: Hex32
  readonly count: number
  readonly dataHash: Hex32
}

/** A Datanet: its share of contributors' income in bps (≤ 2,000), and where unattributed income goes. */
export type ChainDatanet = {
  readonly datanetId: Hex32
  /** Whose it was, from its creation on. */
  readonly owners: Timeline<Address>
  readonly treasury: Address
  readonly rateBps: number
  /** Who shared its rate with the owner, in order. */
  readonly curators: Timeline<readonly Share[]>
  /** By {@link recordKey}, of records about which there was a dispute: the pot of their income while there was, else null. */
  readonly disputes: ReadonlyMap<string, Timeline<Address | null>>
}

/** A record as disputes name it: a commitment that somebody else registered too is another record. */
export const recordKey = (contributor: Address, commitment: Hex32): string => `${contributor} ${commitment}`

/** A channel and what was collected from it, in wei, up to a block. */
export type ChainChannel = {
  readonly channelId: Hex32
  readonly payer: Address
  readonly operator: Address
  readonly signer: Address
  readonly collected: bigint
}

/**
 * What a verifier reads from the chain. Every read with `block` answers as of the end of that block
 * (a post's own block; what is collected later in the same block than the post doesn't count).
 * Answers `undefined` for what the chain doesn't have; throws only when the chain can't be read.
 */
export type ChainReader = {
  readonly chainId: number
  readonly settlement: Address
  readonly escrow: Address
  /** A posted epoch that was not voided. */
  postedEpoch(operator: Address, number: bigint): Promise<PostedEpoch | undefined>
  model(modelId: Hex32, block: bigint): Promise<ChainModel | undefined>
  /** A price version, which never changes once set. */
  price(modelId: Hex32, priceVersion: number): Promise<ChainPrice | undefined>
  /** A version by its root; versions never change. */
  version(root: Hex32): Promise<ChainVersion | undefined>
  /**
   * Who registered each commitment of a Datanet under a signature of their own, up to a block. A copied commitment has
   * several registrants; only its author can show what it commits to.
   */
  registrants(datanetId: Hex32, block: bigint): Promise<ReadonlyMap<Hex32, ReadonlySet<Address>>>
  datanet(datanetId: Hex32, block: bigint): Promise<ChainDatanet | undefined>
  /** Every channel from which this operator has collected anything up to the post in `block`. */
  collectedChannels(operator: Address, block: bigint): Promise<readonly ChainChannel[]>
}
