import type { BuiltEpoch } from '../src/epoch/buildEpoch.ts'
import type { PricedReceipt } from '../src/epoch/checkReceipts.ts'
import { deriveCredits } from '../src/epoch/deriveCredits.ts'
import { derivePayouts } from '../src/epoch/derivePayouts.ts'
import { type Epoch, epochHash } from '../src/epoch/epoch.ts'
import { epochBlobs, type TrainingBlobs } from '../src/epoch/epochBlobs.ts'
import type { EpochFacts, PreviousEpoch } from '../src/epoch/epochFacts.ts'
import { type EpochLeaves, epochRoots } from '../src/epoch/epochTrees.ts'
import { callFee } from '../src/payout/callFee.ts'
import { ZERO_HEX32 } from '../src/primitives/hex.ts'
import { type Rules, rulesRoot } from '../src/rules/rules.ts'
import type { World } from './world.ts'

/** What a lying operator changes; everything that follows from it is made again, so that hashes and sums agree. */
export type Lie = Partial<EpochLeaves> & {
  readonly rules?: Rules
  readonly logs?: readonly TrainingBlobs[]
  readonly versions?: World['base']['versions']
  /** Last words on the post itself. */
  readonly post?: Partial<Epoch>
}

/** What the chain and the publications of a world say. */
export function factsOf(world: World): EpochFacts {
  const { base } = world
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

/** A world's receipts with what each component brings. */
export function priced(world: World, receipts: EpochLeaves['receipts']): PricedReceipt[] {
  return receipts.map(({ receipt }) => {
    if (receipt.components.length === 1) return { receipt, componentFees: [receipt.fee] }
    const components = receipt.components.map(({ modelId, scalePpm, priceVersion }) => {
      const price = world.base.models.find((model) => model.modelId === modelId)?.prices.get(priceVersion)
      if (price === undefined) throw new Error('no such price')
      return { scalePpm, price }
    })
    return { receipt, componentFees: callFee(receipt, components).componentFees }
  })
}

/** Builds the epoch that a lie makes, consistent in every hash and sum. */
export function forge(
  world: World,
  built: BuiltEpoch,
  previous: PreviousEpoch | undefined,
  lie: Lie,
): Pick<BuiltEpoch, 'epoch' | 'leaves' | 'blobs' | 'next'> {
  const receipts = lie.receipts ?? built.leaves.receipts
  const attributions = lie.attributions ?? built.leaves.attributions
  let money = { credits: [...built.leaves.credits], burned: built.burned }
  try {
    if (lie.receipts !== undefined || lie.attributions !== undefined)
      money = deriveCredits(factsOf(world), priced(world, receipts), attributions)
  } catch {
    // The lie has no honest consequence: it keeps the honest credits.
  }
  const credits = lie.credits ?? money.credits
  const payouts = lie.payouts ?? derivePayouts(previous?.payouts ?? [], credits)
  const leaves: EpochLeaves = { receipts, attributions, credits, payouts }
  const rules = lie.rules ?? world.base.rules
  const { dataCommitment, blobs } = epochBlobs({
    chainId: world.base.chainId,
    settlement: world.base.settlement,
    operator: world.base.operator,
    epoch: built.epoch.number,
    previousData: previous?.dataCommitment ?? null,
    leaves,
    rules,
    versions: (lie.versions ?? world.base.versions).filter((version) =>
      built.manifest.versions.some((entry) => entry.root === version.root),
    ),
    logs: lie.logs ?? world.base.logs,
  })
  const roots = epochRoots(leaves)
  const before = (previous?.payouts ?? []).reduce((sum, leaf) => sum + leaf.cumulative, 0n)
  const rest = roots.receipts.sum - (roots.payouts.sum - before)
  const epoch: Epoch = {
    operator: world.base.operator,
    number: built.epoch.number,
    previous: previous?.epochHash ?? ZERO_HEX32,
    ...roots,
    rulesRoot: rulesRoot(rules),
    codeHash: rules.codeHash,
    dataCommitment,
    burned: rest,
    carriedTotal: previous?.carriedTotal ?? 0n,
    ...lie.post,
  }
  return { epoch, leaves, blobs, next: { ...built.next, epochHash: epochHash(epoch), dataCommitment } }
}
