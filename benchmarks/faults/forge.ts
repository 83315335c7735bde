import type { BuiltEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import type { PricedReceipt } from '@openledger/core/epoch/checkReceipts.ts'
import { deriveCredits } from '@openledger/core/epoch/deriveCredits.ts'
import { derivePayouts } from '@openledger/core/epoch/derivePayouts.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { epochBlobs } from '@openledger/core/epoch/epochBlobs.ts'
import type { ChannelEnd, EpochFacts, PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import { type EpochLeaves, epochRoots } from '@openledger/core/epoch/epochTrees.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { rulesRoot } from '@openledger/core/rules/rules.ts'
import type { Ledger } from './ledger.ts'

/** What a lying operator changes; what follows from it is derived again, so that hashes and sums agree. */
export type Lie = Partial<EpochLeaves> & {
  /** Last words on the post, given the one that follows so far. */
  readonly post?: (epoch: Epoch) => Partial<Epoch>
  /** What is collected from a channel, where it is not where its published receipts end. */
  readonly collect?: ReadonlyMap<Hex32, bigint>
  /** Receipts that payers hold. */
  readonly held?: readonly SignedReceipt[]
}

/** A forged epoch, and what has to be collected before it can be posted. */
export type ForgedEpoch = {
  readonly epoch: Epoch
  readonly blobs: ReadonlyMap<Hex32, Uint8Array>
  /** By channelId: cumulative of the voucher. */
  readonly collect: ReadonlyMap<Hex32, bigint>
  readonly held: readonly SignedReceipt[]
}

/** What follows from a ledger's chain and publications. */
export function factsOf({ base }: Ledger): EpochFacts {
  return {
    ...base,
    models: new Map(base.models.map((model) => [model.modelId, model])),
    datanets: new Map(base.datanets.map((datanet) => [datanet.datanetId, datanet])),
    versions: new Map(
      base.versions.map((version) => [
        version.root,
        { ...version, contributors: new Map(version.records.map((leaf) => [leaf.commitment, leaf.contributor])) },
      ]),
    ),
    trained: new Map(),
  }
}

/** Fees as the receipts say them, for one component; by the prices for several. */
export function pricedAsSaid({ base }: Ledger, { receipt }: SignedReceipt): PricedReceipt {
  if (receipt.components.length === 1) return { receipt, componentFees: [receipt.fee] }
  const components = receipt.components.map(({ modelId, scalePpm, priceVersion }) => {
    const price = base.models.find((model) => model.modelId === modelId)?.prices.get(priceVersion)
    return { scalePpm, price: price ?? { inputPrice: 0n, outputPrice: 0n } }
  })
  return { receipt, componentFees: callFee(receipt, components).componentFees }
}

/** Where each channel's receipts end. */
export function channelEnds(
  receipts: readonly SignedReceipt[],
  before: ReadonlyMap<Hex32, ChannelEnd>,
): Map<Hex32, bigint> {
  const ends = new Map([...before].map(([id, end]) => [id, end.cumulative]))
  for (const { receipt } of receipts) {
    const end = ends.get(receipt.channelId) ?? 0n
    if (receipt.cumulativeAfter > end) ends.set(receipt.channelId, receipt.cumulativeAfter)
  }
  return ends
}

/** Makes the epoch of a lie: consistent in every root and sum that the contracts check. */
export function forgeEpoch(ledger: Ledger, honest: BuiltEpoch, previous: PreviousEpoch, lie: Lie): ForgedEpoch {
  const receipts = lie.receipts ?? honest.leaves.receipts
  const attributions = lie.attributions ?? honest.leaves.attributions
  let money = { credits: honest.leaves.credits, burned: honest.burned }
  if (lie.receipts !== undefined || lie.attributions !== undefined) {
    try {
      const priced = receipts.map((receipt) => pricedAsSaid(ledger, receipt))
      money = deriveCredits(factsOf(ledger), priced, attributions)
    } catch (error) {
      // The lie has no honest consequence: the honest credits stay.
      if (!(error instanceof OpenLedgerError)) throw error
    }
  }
  const credits = lie.credits ?? money.credits
  const payouts = lie.payouts ?? derivePayouts(previous.payouts, credits)
  const leaves: EpochLeaves = { receipts, attributions, credits, payouts }
  const { base } = ledger
  const { dataCommitment, blobs } = epochBlobs({
    chainId: base.chainId,
    settlement: base.settlement,
    operator: base.operator,
    epoch: honest.epoch.number,
    previousData: previous.dataCommitment,
    leaves,
    rules: base.rules,
    versions: base.versions,
    logs: base.logs,
  })
  const roots = epochRoots(leaves)
  const before = previous.payouts.reduce((sum, leaf) => sum + leaf.cumulative, 0n)
  const epoch: Epoch = {
    ...honest.epoch,
    ...roots,
    rulesRoot: rulesRoot(base.rules),
    dataCommitment,
    burned: roots.receipts.sum - (roots.payouts.sum - before),
    carriedTotal: previous.carriedTotal,
  }
  return {
    epoch: { ...epoch, ...lie.post?.(epoch) },
    blobs,
    collect: new Map([...channelEnds(receipts, previous.channels), ...(lie.collect ?? [])]),
    held: lie.held ?? [],
  }
}
