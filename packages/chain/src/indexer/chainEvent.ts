import { toAddress } from '@openledger/core/primitives/address.ts'
import { z } from 'zod'

const account = z.string().transform(toAddress)
const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/) as unknown as z.ZodType<`0x${string}`>
const amount = z.bigint().min(0n)
/** A uint16 or uint32, which the ABI decodes to a number. */
const small = z.int().min(0)
const split = z.object({ burn: small, operator: small, model: small, stakers: small, data: small })
const root = z.object({ root: bytes32, count: small })
const sumRoot = root.extend({ sum: amount })

/** A posted epoch as the event carries it: core's `Epoch`. */
const epoch = z.object({
  operator: account,
  number: amount,
  previous: bytes32,
  receipts: sumRoot,
  attributions: root,
  credits: root,
  payouts: sumRoot,
  claimsRoot: bytes32,
  rulesRoot: bytes32,
  codeHash: bytes32,
  dataCommitment: bytes32,
  burned: amount,
  carriedTotal: amount,
})

const modelParams = z.object({
  name: z.string(),
  baseHash: bytes32,
  adapterHash: bytes32,
  manifestHash: bytes32,
  logRoot: bytes32,
  indexHash: bytes32,
  trainingVersions: z.array(bytes32),
  retrievalVersions: z.array(bytes32),
  inputPrice: amount,
  outputPrice: amount,
  split,
  parents: z.array(z.object({ ancestor: bytes32, bps: small })),
  askedRoyaltyBps: small,
})

/** Arguments of each indexed event. Amounts in wei, times in Unix seconds, accounts in lower case. */
const argsByName = {
  DatanetCreated: z.object({
    datanetId: bytes32,
    owner: account,
    slug: z.string(),
    treasury: account,
    curatorRateBps: small,
    termsHash: bytes32,
    metadataHash: bytes32,
  }),
  DatanetTransferred: z.object({ datanetId: bytes32, from: account, to: account }),
  CuratorsSet: z.object({ datanetId: bytes32, curators: z.array(z.object({ account, bps: small })) }),
  LimitsSet: z.object({ datanetId: bytes32, recordsInAll: small, recordsADay: small }),
  LicenceSet: z.object({ datanetId: bytes32, name: z.string(), termsHash: bytes32 }),
  RecordsRevoked: z.object({ datanetId: bytes32, contributor: account, commitments: z.array(bytes32) }),
  TrainingFeePaid: z.object({
    root: bytes32,
    datanetId: bytes32,
    developer: account,
    fee: amount,
    burned: amount,
    pool: amount,
  }),
  TrainingFeeShared: z.object({ root: bytes32, developer: account, run: small, amount }),
  DisputeOpened: z.object({
    disputeId: bytes32,
    datanetId: bytes32,
    commitment: bytes32,
    contributor: account,
    challenger: account,
    reasonHash: bytes32,
    pot: account,
  }),
  DisputeDecided: z.object({ disputeId: bytes32, decider: account, upheld: z.boolean() }),
  DisputeAppealed: z.object({ disputeId: bytes32, appellant: account }),
  DisputeVoted: z.object({ disputeId: bytes32, curator: account, upheld: z.boolean() }),
  DisputeClosed: z.object({ disputeId: bytes32, upheld: z.boolean(), burned: amount }),
  PotForwarded: z.object({ disputeId: bytes32, winner: account, paid: amount, burned: amount }),
  ContributionRegistered: z.object({
    contributionId: bytes32,
    datanetId: bytes32,
    contributor: account,
    root: bytes32,
    commitments: z.array(bytes32),
  }),
  VersionPublished: z.object({
    datanetId: bytes32,
    root: bytes32,
    number: amount,
    count: small,
    dataHash: bytes32,
    previousRoot: bytes32,
  }),
  AccessRequested: z.object({ datanetId: bytes32, developer: account, termsHash: bytes32 }),
  AccessGranted: z.object({
    grantId: bytes32,
    datanetId: bytes32,
    developer: account,
    termsHash: bytes32,
    expiry: amount,
    minDataShareBps: small,
    minOutputPrice: amount,
    trainingFee: amount,
  }),
  AccessRevoked: z.object({ grantId: bytes32, datanetId: bytes32, developer: account }),
  ModelRegistered: z.object({ modelId: bytes32, developer: account, params: modelParams }),
  ModelTransferred: z.object({ modelId: bytes32, from: account, to: account }),
  PriceSet: z.object({
    modelId: bytes32,
    priceVersion: small,
    inputPrice: amount,
    outputPrice: amount,
    effectiveFrom: amount,
  }),
  ChannelOpened: z.object({
    channelId: bytes32,
    payer: account,
    operator: account,
    signer: account,
    cap: amount,
    expiry: amount,
  }),
  Deposited: z.object({ channelId: bytes32, amount, deposited: amount }),
  SignerLimitsSet: z.object({ channelId: bytes32, cap: amount, expiry: amount, effectiveFrom: amount }),
  WithdrawalRequested: z.object({ channelId: bytes32, amount, withdrawableAt: amount }),
  WithdrawalCancelled: z.object({ channelId: bytes32 }),
  Withdrawn: z.object({ channelId: bytes32, amount }),
  Collected: z.object({ channelId: bytes32, operator: account, cumulative: amount, amount }),
  ChannelRefunded: z.object({ channelId: bytes32, operator: account, payer: account, cumulative: amount, amount }),
  VoucherSkipped: z.object({ channelId: bytes32, operator: account, cumulative: amount, fault: small }),
  CodeApproved: z.object({ codeHash: bytes32, approved: z.boolean() }),
  Booked: z.object({ operator: account, amount, funded: amount }),
  EpochPosted: z.object({ operator: account, number: amount, epochHash: bytes32, epoch, finalizesAt: amount }),
  EpochFinalized: z.object({
    operator: account,
    number: amount,
    epochHash: bytes32,
    claimsRoot: bytes32,
    burned: amount,
  }),
  EpochsVoided: z.object({ operator: account, from: amount, to: amount, challenger: account }),
  EpochTakenOver: z.object({ operator: account, number: amount, poster: account }),
  Refunded: z.object({ operator: account, payer: account, amount }),
  VaultCreated: z.object({ operator: account, vault: account }),
  Claimed: z.object({ account, amount }),
  ClaimedMany: z.object({ amount, toBalance: z.boolean(), claims: z.array(bytes32) }),
  BalanceWithdrawn: z.object({ account, amount }),
  EpochsPaused: z.object({ paused: z.boolean() }),
  BondDeposited: z.object({ operator: account, amount, bond: amount }),
  BondWithdrawn: z.object({ operator: account, amount, bond: amount }),
  BondLocked: z.object({ operator: account, locked: amount }),
  BondReleased: z.object({ operator: account }),
  BondSlashed: z.object({ operator: account, challenger: account, burned: amount, reward: amount }),
  PosterBondLocked: z.object({ operator: account, number: amount, post: small, poster: account, amount }),
  PosterBondReturned: z.object({ operator: account, number: amount, post: small, poster: account, amount }),
  PosterBondSlashed: z.object({
    operator: account,
    number: amount,
    post: small,
    poster: account,
    challenger: account,
    burned: amount,
    reward: amount,
  }),
} as const

export type ChainEventName = keyof typeof argsByName

/** Arguments of an event by its name. */
export type ChainEventArgs<Name extends ChainEventName> = z.output<(typeof argsByName)[Name]>

/** Where an event stands on the chain. */
export type ChainEventPlace = {
  readonly blockNumber: bigint
  readonly blockHash: `0x${string}`
  readonly transactionHash: `0x${string}`
  readonly logIndex: number
}

/** One event of our contracts: switch on `name` and `args` is typed. */
export type ChainEvent = {
  [Name in ChainEventName]: ChainEventPlace & { readonly name: Name; readonly args: ChainEventArgs<Name> }
}[ChainEventName]

/** True for names of events that are indexed. */
export function isChainEventName(name: string): name is ChainEventName {
  return Object.hasOwn(argsByName, name)
}

/** Validates decoded arguments. @throws ZodError when they are not what the event carries */
export function parseEventArgs<Name extends ChainEventName>(name: Name, args: unknown): ChainEventArgs<Name> {
  return argsByName[name].parse(args) as ChainEventArgs<Name>
}
