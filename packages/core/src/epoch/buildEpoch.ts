import type { EpochManifest } from '../data/epochManifest.ts'
import { versionRoot } from '../data/versionData.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionEntry, type AttributionLeaf, compareAttributions } from '../leaves/attributionLeaf.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import { oneThreadKit, type TreeKit } from '../merkle/packed/treeKit.ts'
import type { Address } from '../primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { type Rules, rulesRoot } from '../rules/rules.ts'
import type { ChainDatanet } from '../verify/chainReader.ts'
import { checkAttributions } from './checkAttributions.ts'
import { checkReceipts } from './checkReceipts.ts'
import { checkSignatures } from './checkSignatures.ts'
import { deriveCredits } from './deriveCredits.ts'
import { derivePayouts } from './derivePayouts.ts'
import { type Epoch, epochHash } from './epoch.ts'
import { epochBlobs, type TrainingBlobs } from './epochBlobs.ts'
import {
  callVersions,
  type EpochFacts,
  factOf,
  type ModelFacts,
  type PreviousEpoch,
  type VersionFacts,
} from './epochFacts.ts'
import type { EpochLeaves } from './epochTrees.ts'
import { packedEpochRoots } from './packedEpochRoots.ts'
import { trainingFacts } from './trainingFacts.ts'

/** Everything that an operator's epoch is made of. Lists may hold more than the epoch needs. */
export type BuildEpochInput = {
  readonly chainId: number
  readonly settlement: Address
  readonly operator: Address
  readonly number: bigint
  /** The operator's last epoch (`BuiltEpoch.next`), undefined for the first. */
  readonly previous: PreviousEpoch | undefined
  /** Ascending channelId, sequence. */
  readonly receipts: readonly SignedReceipt[]
  /** By callId: of every call whose models have a data share. */
  readonly attributions: ReadonlyMap<Hex32, readonly AttributionEntry[]>
  readonly models: readonly ModelFacts[]
  readonly datanets: readonly ChainDatanet[]
  readonly versions: readonly {
    readonly root: Hex32
    readonly datanetId: Hex32
    readonly records: readonly VersionLeaf[]
  }[]
  readonly logs: readonly TrainingBlobs[]
  readonly rules: Rules
  /** Builds the trees; by default this thread does. */
  readonly kit?: TreeKit
}

/** A complete epoch, ready to publish and post. Amounts in wei. */
export type BuiltEpoch = {
  readonly epoch: Epoch
  readonly epochHash: Hex32
  readonly leaves: EpochLeaves
  readonly payouts: EpochLeaves['payouts']
  readonly burned: bigint
  readonly manifest: EpochManifest
  /** Every published blob by its address. */
  readonly blobs: ReadonlyMap<Hex32, Uint8Array>
  /** What the next epoch continues from. */
  readonly next: PreviousEpoch
}

/**
 * Builds an epoch and asserts every rule that a verifier checks, so that a faulty one is never posted.
 * @throws EPOCH_* naming the receipt or attribution, and whatever the parts of the protocol throw
 */
export async function buildEpoch(input: BuildEpochInput): Promise<BuiltEpoch> {
  const { previous, receipts, operator, number } = input
  if (number !== (previous?.number ?? 0n) + 1n) {
    throw new OpenLedgerError(
      coreErrors.EPOCH_CHAIN_BROKEN,
      `Epoch ${number} cannot follow epoch ${previous?.number ?? 0n}.`,
    )
  }
  const { facts, versions, logs } = gatherFacts(input)
  await checkSignatures(receipts, { chainId: input.chainId, verifyingContract: input.settlement }, operator)
  const { priced, channels } = checkReceipts(facts, previous, receipts)
  const indexes = new Map(receipts.map(({ receipt }, index) => [receipt.callId, index]))
  const attributions: AttributionLeaf[] = [...input.attributions]
    .flatMap(([callId, entries]) => {
      const receipt = factOf(indexes, callId, 'the receipt of call')
      return entries.map((entry) => ({ callId, receipt, ...entry }))
    })
    .sort(compareAttributions)
  checkAttributions(
    facts,
    receipts.map(({ receipt }) => receipt),
    attributions,
  )

  const { credits, burned } = deriveCredits(facts, priced, attributions)
  const payouts = derivePayouts(previous?.payouts ?? [], credits)
  const leaves: EpochLeaves = { receipts, attributions, credits, payouts }
  const { roots } = await packedEpochRoots(leaves, input.kit ?? oneThreadKit())
  const before = (previous?.payouts ?? []).reduce((sum, leaf) => sum + leaf.cumulative, 0n)
  if (roots.payouts.sum - before + burned !== roots.receipts.sum) {
    throw new OpenLedgerError(
      coreErrors.EPOCH_NOT_CONSERVED,
      `Payouts rise by ${roots.payouts.sum - before}, burned ${burned}: not the fees ${roots.receipts.sum}.`,
    )
  }

  const { dataCommitment, manifest, blobs } = epochBlobs({
    chainId: input.chainId,
    settlement: input.settlement,
    operator,
    epoch: number,
    previousData: previous?.dataCommitment ?? null,
    leaves,
    rules: input.rules,
    versions,
    logs,
  })
  const epoch: Epoch = {
    operator,
    number,
    previous: previous?.epochHash ?? ZERO_HEX32,
    ...roots,
    rulesRoot: rulesRoot(input.rules),
    codeHash: input.rules.codeHash,
    dataCommitment,
    burned,
    carriedTotal: previous?.carriedTotal ?? 0n,
  }
  const hash = epochHash(epoch)
  const callIds = new Set(previous?.callIds)
  for (const { receipt } of receipts) callIds.add(receipt.callId)
  return {
    epoch,
    epochHash: hash,
    leaves,
    payouts,
    burned,
    manifest,
    blobs,
    next: { number, epochHash: hash, dataCommitment, payouts, carriedTotal: epoch.carriedTotal, channels, callIds },
  }
}

/** Picks what the epoch's calls need, and checks versions and training logs against the chain's facts. */
function gatherFacts(input: BuildEpochInput) {
  const models = new Map(input.models.map((model) => [model.modelId, model]))
  const givenVersions = new Map(input.versions.map((version) => [version.root, version]))
  const givenLogs = new Map(input.logs.map((log) => [log.modelId, log]))
  const modelIds = new Set(
    input.receipts.flatMap(({ receipt }) => receipt.components.map((component) => component.modelId)),
  )
  const roots = new Set(input.receipts.flatMap(({ receipt }) => callVersions(models, receipt)))
  const versions = [...roots].map((root) => factOf(givenVersions, root, 'the version'))
  const versionFacts = new Map<Hex32, VersionFacts>()
  for (const { root, datanetId, records } of versions) {
    if (versionRoot(records) !== root) {
      throw new OpenLedgerError(
        coreErrors.EPOCH_FACT_CONFLICT,
        `The records given for version ${root} have the root ${versionRoot(records)}.`,
      )
    }
    versionFacts.set(root, {
      root,
      datanetId,
      contributors: new Map(records.map((leaf) => [leaf.commitment, leaf.contributor])),
    })
  }
  const trainedModels = [...modelIds]
    .map((id) => factOf(models, id, 'the model'))
    .filter((model) => model.trainingVersions.length > 0)
  const logs = trainedModels.map((model) => factOf(givenLogs, model.modelId, 'the training log of'))
  const trained = new Map(
    trainedModels.map((model) => [
      model.modelId,
      trainingFacts(model, factOf(givenLogs, model.modelId, 'the training log of'), versionFacts),
    ]),
  )
  const facts: EpochFacts = {
    chainId: input.chainId,
    settlement: input.settlement,
    operator: input.operator,
    models,
    datanets: new Map(input.datanets.map((datanet) => [datanet.datanetId, datanet])),
    versions: versionFacts,
    trained,
    rules: input.rules,
  }
  return { facts, versions, logs }
}
