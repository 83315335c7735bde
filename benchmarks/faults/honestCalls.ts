import { type Receipt, receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import type { BuildEpochInput } from '@openledger/core/epoch/buildEpoch.ts'
import type { ModelFacts, PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import { compareReceipts, type SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type AttributionEntry, attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import type { Ledger } from './ledger.ts'
import { at } from './people.ts'

/** Seeded choices. */
export type Dice = {
  /** A number in [0, limit). */
  readonly below: (limit: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly hash: () => Hex32
  readonly shuffle: <T>(list: readonly T[]) => T[]
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
    shuffle: (list) =>
      list
        .map((value) => ({ value, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value),
  }
}

/** Signs a receipt as the ledger's operator. */
export async function signReceipt(ledger: Ledger, receipt: Receipt): Promise<SignedReceipt> {
  const domain = { chainId: ledger.chain.chainId, verifyingContract: ledger.chain.addresses.settlement }
  return { receipt, signature: await ledger.operator.signTypedData(receiptTypedData(receipt, domain)) }
}

/** What an honest call is like. */
type CallShape = {
  readonly channelId: Hex32
  readonly time: bigint
  /** Its models, with their scales and price versions. */
  readonly components: readonly {
    readonly model: ModelFacts
    readonly scalePpm: number
    readonly priceVersion: number
  }[]
  readonly retrieves: boolean
  /** Nothing passes the thresholds: the call is paid flat. */
  readonly flat: boolean
  readonly inputTokens: number
  readonly outputTokens: number
}

type Calls = Pick<BuildEpochInput, 'receipts' | 'attributions'>

/**
 * Calls of one honest epoch: channels in turn, so that each has some; every kind of model, ensembles of two, influence,
 * citations, and now and then nothing that passes (flat).
 */
export function makeHonestCalls(
  ledger: Ledger,
  dice: Dice,
  previous: PreviousEpoch | undefined,
  count: number,
): Promise<Calls> {
  const { models, channels } = ledger
  const turns = [models.trained, models.both, models.retrieving, models.plain, models.trained, models.both] as const
  const shapes = Array.from({ length: count }, (_, i): CallShape => {
    const model = at(turns, i % turns.length)
    const components = [{ model, scalePpm: 700_000, priceVersion: 1 + dice.below(2) }]
    if (i % 6 === 4) components.push({ model: models.plain, scalePpm: 300_001, priceVersion: 1 })
    return {
      channelId: at(channels, i % channels.length).channelId,
      time: previous === undefined ? ledger.time : ledger.laterTime,
      components,
      // Every 18 calls: each kind of attribution at least once.
      retrieves: model.retrievalVersions.length > 0 && i % 18 !== 2,
      flat: i % 18 === 2 || i % 18 === 6,
      inputTokens: 100 + dice.below(2_000),
      outputTokens: 20 + dice.below(500),
    }
  })
  return makeCalls(ledger, dice, previous, shapes)
}

/** As many calls of any shape: any channel, one model to all of them at any scale (0 too), cut short, one token long. */
export function makeVariedCalls(
  ledger: Ledger,
  dice: Dice,
  previous: PreviousEpoch | undefined,
  count: number,
): Promise<Calls> {
  const all = Object.values(ledger.models)
  const shapes = Array.from({ length: count }, (): CallShape => {
    const size = dice.below(3) === 0 ? 1 + dice.below(all.length) : 1
    const chosen = dice.shuffle(all).slice(0, size)
    const components = chosen.map((model, place) => ({
      model,
      scalePpm: place > 0 && dice.below(5) === 0 ? 0 : 1 + dice.below(1_000_000),
      priceVersion: 1 + dice.below(2),
    }))
    return {
      channelId: dice.pick(ledger.channels).channelId,
      time: previous === undefined ? ledger.time : ledger.laterTime,
      components,
      retrieves: dice.below(4) > 0 && chosen.some((model) => model.retrievalVersions.length > 0),
      flat: dice.below(6) === 0,
      inputTokens: dice.below(8) === 0 ? 1 : 1 + dice.below(100_000),
      outputTokens: dice.below(8) === 0 ? 0 : dice.below(4_000),
    }
  })
  return makeCalls(ledger, dice, previous, shapes)
}

/** Signs the receipts of calls and attributes them. */
async function makeCalls(
  ledger: Ledger,
  dice: Dice,
  previous: PreviousEpoch | undefined,
  shapes: readonly CallShape[],
): Promise<Calls> {
  const ends = new Map(previous?.channels)
  const attributions = new Map<Hex32, AttributionEntry[]>()
  const unsigned: Receipt[] = []
  for (const { channelId, time, components, retrieves, flat, ...tokens } of shapes) {
    const models = components.map(({ model }) => model)
    const priced = components.map(({ model, scalePpm, priceVersion }) => {
      const price = model.prices.get(priceVersion)
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
      components: components.map(({ model, ...rest }) => ({ modelId: model.modelId, ...rest })),
      retrievedVersions: retrieves ? [...new Set(models.flatMap((model) => model.retrievalVersions))] : [],
      requestHash: dice.hash(),
      responseHash: dice.hash(),
      ...tokens,
      fee,
      time,
    }
    ends.set(channelId, { sequence: receipt.sequence, cumulative: receipt.cumulativeAfter, time })
    unsigned.push(receipt)
    if (models.some((model) => model.split.data > 0))
      attributions.set(receipt.callId, attribute(ledger, dice, models, receipt.retrievedVersions, flat))
  }
  unsigned.sort(compareReceipts)
  const receipts: SignedReceipt[] = []
  for (const receipt of unsigned) receipts.push(await signReceipt(ledger, receipt))
  return { receipts, attributions }
}

/** Weights of a call from random scores; where it is to be `flat`, from none that passes. */
function attribute(
  { base, records, models }: Ledger,
  dice: Dice,
  callModels: readonly ModelFacts[],
  retrieved: readonly Hex32[],
  flat: boolean,
): AttributionEntry[] {
  const scores = (commitments: readonly Hex32[], limit: number) =>
    commitments.map((commitment, i) => ({
      commitment,
      score: BigInt(flat ? -dice.below(900) : i < 2 ? limit - dice.below(500) : dice.below(limit) - 1_000),
    }))
  const training = callModels.flatMap((model) => model.trainingVersions)
  const reputation = base.versions
    .flatMap((version) => version.records)
    .flatMap((leaf) => {
      const ppm = base.rules.reputationPpm[leaf.contributor]
      return ppm === undefined ? [] : [[leaf.commitment, ppm] as const]
    })
  const datanetOf = (roots: readonly Hex32[]) =>
    base.versions.filter((version) => roots.includes(version.root)).map((version) => version.datanetId)
  const used = [...training, ...retrieved]
  const found = records.retrieved.slice(0, 4)
  return attributionWeights({
    influence:
      training.length > 0
        ? [{ indexHash: models.trained.indexHash, threshold: 1_000n, scores: scores(records.trained, 9_000) }]
        : undefined,
    citations: retrieved.length > 0 ? { threshold: 500n, scores: scores(found, 6_000) } : undefined,
    sharePpm: 600_000,
    units: new Map(),
    reputationPpm: new Map(reputation),
    exponent: base.rules.exponent,
    datanets: datanetOf(used.length > 0 ? used : callModels.flatMap((model) => model.retrievalVersions)),
  })
}
