import { type Component, type Receipt, receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import type { BuildEpochInput } from '@openledger/core/epoch/buildEpoch.ts'
import type { ModelFacts, PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import { compareReceipts, type SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type AttributionEntry, attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import type { Ledger } from './ledger.ts'
import { people } from './people.ts'

/** Seeded choices. */
export type Dice = {
  /** A number in [0, limit). */
  readonly below: (limit: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly hash: () => Hex32
}

/** Dice from a source of numbers in [0, 1). */
export function diceOf(random: () => number): Dice {
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    pick: (list) => {
      const value = list[below(list.length)]
      if (value === undefined) throw new RangeError('nothing to pick from')
      return value
    },
    hash: () => hashText(`${random()} ${random()}`),
  }
}

/** Signs a receipt as the ledger's operator. */
export async function signReceipt(ledger: Ledger, receipt: Receipt): Promise<SignedReceipt> {
  const domain = { chainId: ledger.chain.chainId, verifyingContract: ledger.chain.addresses.settlement }
  return { receipt, signature: await people.operator.signTypedData(receiptTypedData(receipt, domain)) }
}

/**
 * Calls of one honest epoch: channels in turn, so that each has some; every kind of model, ensembles of two, influence,
 * citations, and now and then nothing that passes (flat).
 */
export async function makeHonestCalls(
  ledger: Ledger,
  dice: Dice,
  previous: PreviousEpoch | undefined,
  count: number,
): Promise<Pick<BuildEpochInput, 'receipts' | 'attributions'>> {
  const { models, channels } = ledger
  const ends = new Map(previous?.channels)
  const attributions = new Map<Hex32, AttributionEntry[]>()
  const unsigned: Receipt[] = []
  const turns = [models.trained, models.both, models.retrieving, models.plain, models.trained, models.both] as const
  for (let i = 0; i < count; i++) {
    const channel = channels[i % channels.length]
    const model = turns[i % turns.length]
    if (channel === undefined || model === undefined) throw new RangeError('the ledger has no channels')
    const { channelId } = channel
    // Every 18 calls: each kind of attribution at least once.
    const retrieves = model.retrievalVersions.length > 0 && i % 18 !== 2
    const components: Component[] = [{ modelId: model.modelId, scalePpm: 700_000, priceVersion: 1 + dice.below(2) }]
    if (i % 6 === 4) components.push({ modelId: models.plain.modelId, scalePpm: 300_001, priceVersion: 1 })
    const tokens = { inputTokens: 100 + dice.below(2_000), outputTokens: 20 + dice.below(500) }
    const priced = components.map(({ scalePpm, priceVersion }) => {
      const price = models.plain.prices.get(priceVersion)
      if (price === undefined) throw new RangeError('no such price')
      return { scalePpm, price }
    })
    const { fee } = callFee(tokens, priced)
    const end = ends.get(channelId) ?? { sequence: 0n, cumulative: 0n, time: 0n }
    const receipt: Receipt = {
      callId: dice.hash(),
      channelId,
      sequence: end.sequence + 1n,
      cumulativeBefore: end.cumulative,
      cumulativeAfter: end.cumulative + fee,
      components,
      retrievedVersions: retrieves ? [...model.retrievalVersions] : [],
      requestHash: dice.hash(),
      responseHash: dice.hash(),
      ...tokens,
      fee,
      time: previous === undefined ? ledger.time : ledger.laterTime,
    }
    const { sequence, cumulativeAfter: cumulative, time } = receipt
    ends.set(channelId, { sequence, cumulative, time })
    unsigned.push(receipt)
    if (model.split.data > 0)
      attributions.set(receipt.callId, attribute(ledger, dice, model, retrieves, i % 18 === 2 || i % 18 === 6))
  }
  unsigned.sort(compareReceipts)
  const receipts: SignedReceipt[] = []
  for (const receipt of unsigned) receipts.push(await signReceipt(ledger, receipt))
  return { receipts, attributions }
}

/** Weights of a call from random scores; where `nothing` passes, flat. */
function attribute(
  { base, records, models }: Ledger,
  dice: Dice,
  model: ModelFacts,
  retrieves: boolean,
  nothing: boolean,
): AttributionEntry[] {
  const scores = (commitments: readonly Hex32[], limit: number) =>
    commitments.map((commitment, i) => ({
      commitment,
      score: BigInt(nothing ? -dice.below(900) : i < 2 ? limit - dice.below(500) : dice.below(limit) - 1_000),
    }))
  const trained = model.trainingVersions.length > 0
  const reputation = base.versions
    .flatMap((version) => version.records)
    .flatMap((leaf) => {
      const ppm = base.rules.reputationPpm[leaf.contributor]
      return ppm === undefined ? [] : [[leaf.commitment, ppm] as const]
    })
  const datanetOf = (roots: readonly Hex32[]) =>
    base.versions.filter((version) => roots.includes(version.root)).map((version) => version.datanetId)
  const used = [...model.trainingVersions, ...(retrieves ? model.retrievalVersions : [])]
  return attributionWeights({
    influence: trained
      ? { indexHash: models.trained.indexHash, threshold: 1_000n, scores: scores(records.trained, 9_000) }
      : undefined,
    citations: retrieves ? { threshold: 500n, scores: scores(records.retrieved.slice(0, 4), 6_000) } : undefined,
    sharePpm: 600_000,
    units: new Map(),
    reputationPpm: new Map(reputation),
    exponent: base.rules.exponent,
    datanets: datanetOf(used.length > 0 ? used : model.retrievalVersions),
  })
}
