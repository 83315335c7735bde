import type { Receipt } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { Rules } from '../rules/rules.ts'
import type { ChainDatanet, ChainModel, ChainPrice } from '../verify/chainReader.ts'

/** A model with the price versions that receipts name. */
export type ModelFacts = ChainModel & { readonly prices: ReadonlyMap<number, ChainPrice> }

/** A version with its records' contributors, by commitment. */
export type VersionFacts = {
  readonly root: Hex32
  readonly datanetId: Hex32
  readonly contributors: ReadonlyMap<Hex32, Address>
}

/** Everything besides receipts and attributions that an epoch's money depends on. */
export type EpochFacts = {
  readonly chainId: number
  readonly settlement: Address
  readonly operator: Address
  readonly models: ReadonlyMap<Hex32, ModelFacts>
  readonly datanets: ReadonlyMap<Hex32, ChainDatanet>
  /** By root. */
  readonly versions: ReadonlyMap<Hex32, VersionFacts>
  /** Uses of each record in a model's training log: modelId → commitment → uses. */
  readonly trained: ReadonlyMap<Hex32, ReadonlyMap<Hex32, number>>
  readonly rules: Rules
}

/** Where a channel's receipts ended; `time` in Unix seconds. */
export type ChannelEnd = { readonly sequence: bigint; readonly cumulative: bigint; readonly time: bigint }

/** What an epoch continues from. */
export type PreviousEpoch = {
  readonly number: bigint
  readonly epochHash: Hex32
  readonly dataCommitment: Hex32
  readonly payouts: readonly PayoutLeaf[]
  readonly carriedTotal: bigint
  /** By channelId, every channel that ever had a receipt. */
  readonly channels: ReadonlyMap<Hex32, ChannelEnd>
  /** Calls of all earlier epochs, where known: none may come again. */
  readonly callIds?: ReadonlySet<Hex32>
}

/** Looks a fact up. @throws EPOCH_FACT_MISSING */
export function factOf<T>(map: ReadonlyMap<Hex32, T>, key: Hex32, what: string): T {
  const value = map.get(key)
  if (value === undefined)
    throw new OpenLedgerError(coreErrors.EPOCH_FACT_MISSING, `The epoch needs ${what} ${key}.`, {
      details: { id: key },
    })
  return value
}

/** Whether some model of a call has a data share: then, and only then, the call is attributed. @throws EPOCH_FACT_MISSING */
export function hasDataShare(models: ReadonlyMap<Hex32, ChainModel>, receipt: Receipt): boolean {
  return receipt.components.some((component) => factOf(models, component.modelId, 'the model').split.data > 0)
}

/**
 * Versions behind a call: those that its models were trained on and those that it retrieved from.
 * Where a model only retrieves and the call retrieved nothing, the model's retrieval versions.
 * @throws EPOCH_FACT_MISSING
 */
export function callVersions(models: ReadonlyMap<Hex32, ChainModel>, receipt: Receipt): Hex32[] {
  const callModels = receipt.components.map((component) => factOf(models, component.modelId, 'the model'))
  const used = [...callModels.flatMap((model) => model.trainingVersions), ...receipt.retrievedVersions]
  return [...new Set(used.length > 0 ? used : callModels.flatMap((model) => model.retrievalVersions))]
}
