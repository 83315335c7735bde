import type { PrivateKeyAccount } from 'viem/accounts'
import { versionRoot } from '../src/data/versionData.ts'
import { type Component, type Receipt, receiptTypedData } from '../src/eip712/receipt.ts'
import { signingAccount } from '../src/eip712/signingAccount.ts'
import type { BuildEpochInput } from '../src/epoch/buildEpoch.ts'
import type { ModelFacts, PreviousEpoch } from '../src/epoch/epochFacts.ts'
import { channelId } from '../src/ids/channelId.ts'
import { canonicalBytes, canonicalHash, canonicalJson } from '../src/json/canonicalJson.ts'
import { compareReceipts, type SignedReceipt } from '../src/leaves/receiptLeaf.ts'
import type { VersionLeaf } from '../src/leaves/versionLeaf.ts'
import { callFee } from '../src/payout/callFee.ts'
import { always, type Timeline } from '../src/payout/timeline.ts'
import { type Address, toAddress } from '../src/primitives/address.ts'
import { hashText } from '../src/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../src/primitives/hex.ts'
import { makeRules } from '../src/rules/rules.ts'
import { logRoot, parseTrainingLog } from '../src/training/trainingLog.ts'
import { UNTRAINED } from '../src/training/untrained.ts'
import { type ChainChannel, type ChainDatanet, recordKey } from '../src/verify/chainReader.ts'
import { type AttributionEntry, attributionWeights } from '../src/weights/attributionWeights.ts'
import { type Random, seededRandom } from './random.ts'

/** A small ledger: two Datanets, four models, payers with channels, and calls as many as a test wants. */
export type World = {
  readonly random: Random
  readonly operator: PrivateKeyAccount
  readonly base: Omit<BuildEpochInput, 'number' | 'previous' | 'receipts' | 'attributions'>
  readonly escrow: Address
  readonly records: {
    readonly trained: readonly Hex32[]
    readonly untrained: Hex32
    readonly copy: Hex32
    readonly retrieved: readonly Hex32[]
  }
  readonly models: {
    readonly trained: ModelFacts
    readonly plain: ModelFacts
    readonly both: ModelFacts
    readonly retrieving: ModelFacts
  }
  readonly channels: readonly Omit<ChainChannel, 'collected'>[]
}

export const CHAIN_ID = 31_337
export const SETTLEMENT = toAddress(`0x${'5e'.repeat(20)}`)
export const ESCROW = toAddress(`0x${'e5'.repeat(20)}`)
export const THRESHOLD = 1_000n
/** Time of the first call. */
const START = 1_700_000_000n
/** Time of every post. */
export const POSTED_AT = 1_800_000_000n

const account = (name: string) => toAddress(hashText(name).slice(0, 42))

/** A training manifest and log over records, as the trainer writes them. */
export function writeLog(
  roots: readonly Hex32[],
  records: readonly Hex32[],
  steps = 4,
): { manifest: Uint8Array; manifestHash: Hex32; log: Uint8Array } {
  const manifest = {
    kind: 'openledger.training-manifest',
    version: 1,
    base: { format: 'gguf', sha256: 'ab'.repeat(32) },
    versionRoots: roots,
    grant: 'g',
    config: { seed: 1, lrNano: 2_000_000 },
    codeHash: hashText('trainer'),
    records,
  }
  const manifestHash = canonicalHash(manifest)
  let previous = manifestHash
  let text = ''
  for (let step = 1; step <= steps; step++) {
    const line = {
      step,
      records,
      lossMicro: 1_000_000 - step,
      lrNano: 2_000_000,
      gradNormMicro: 5,
      tokens: 64,
      previous,
    }
    previous = canonicalHash(line)
    text += `${canonicalJson({ ...line, hash: previous })}\n`
  }
  return { manifest: canonicalBytes(manifest), manifestHash, log: new TextEncoder().encode(text) }
}

/** Makes a world from a seed. */
export function makeWorld(seed = 1, channelCount = 5): World {
  const random = seededRandom(seed)
  const operator = signingAccount(hashText(`operator ${seed}`))
  const contributors = ['ada', 'bo', 'cy', 'di', 'ed'].map(account)
  const version = (datanetId: Hex32, count: number) => {
    const records: VersionLeaf[] = Array.from({ length: count }, (_, i) => ({
      commitment: random.hex32(),
      contributor: contributors[i % 5] ?? account('ada'),
    }))
    return { root: versionRoot(records), datanetId, records }
  }
  const medical = version(hashText('medical'), 16)
  const licences = version(hashText('licences'), 12)
  const all = medical.records.map((leaf) => leaf.commitment)
  const trained = all.slice(0, 14)
  const [untrained = ZERO_HEX32, copy = ZERO_HEX32] = [all[14], trained[13]]
  const datanets = makeDatanets(medical.records, licences.records)
  const log = writeLog([medical.root], trained)
  const prices = new Map([
    [1, { inputPrice: 1_000_000_007n, outputPrice: 3_000_000_019n }],
    [2, { inputPrice: 1_500_000_001n, outputPrice: 2_000_000_011n }],
  ])
  const plain: ModelFacts = {
    modelId: hashText('plain'),
    owners: always(account('base owner')),
    royalties: [],
    pool: account('pool of plain'),
    ...UNTRAINED,
    retrievalVersions: [],
    split: { burn: 200, operator: 4_800, model: 5_000, stakers: 0, data: 0 },
    prices,
  }
  const split = { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 }
  const trainedModel: ModelFacts = {
    ...plain,
    modelId: hashText('trained'),
    owners: changing(account('developer'), account('buyer'), 12n),
    royalties: [{ ancestor: plain.modelId, bps: 1_000, owners: plain.owners }],
    pool: account('pool of trained'),
    adapterHash: hashText('adapter'),
    manifestHash: log.manifestHash,
    logRoot: logRoot(parseTrainingLog(log.log, log.manifestHash)),
    indexHash: hashText('index'),
    trainingVersions: [medical.root],
    split,
  }
  const both: ModelFacts = {
    ...trainedModel,
    modelId: hashText('both'),
    owners: always(account('developer')),
    royalties: [
      { ancestor: trainedModel.modelId, bps: 1_500, owners: trainedModel.owners },
      { ancestor: plain.modelId, bps: 333, owners: plain.owners },
    ],
    pool: account('pool of both'),
    retrievalVersions: [licences.root],
  }
  const retrieving: ModelFacts = {
    ...plain,
    modelId: hashText('retrieving'),
    pool: account('pool of retrieving'),
    retrievalVersions: [licences.root],
    split,
  }
  const operatorAddress = toAddress(operator.address)
  const channels = Array.from({ length: channelCount }, (_, i) => {
    const payer = account(`payer ${i}`)
    const signer = account(`signer ${i}`)
    return {
      channelId: channelId({ chainId: CHAIN_ID, escrow: ESCROW, payer, operator: operatorAddress, signer }),
      payer,
      operator: operatorAddress,
      signer,
    }
  })
  return {
    random,
    operator,
    escrow: ESCROW,
    base: {
      chainId: CHAIN_ID,
      settlement: SETTLEMENT,
      operator: operatorAddress,
      models: [plain, trainedModel, both, retrieving],
      datanets,
      versions: [medical, licences],
      logs: [trainedModel, both].map((model) => ({ modelId: model.modelId, manifest: log.manifest, log: log.log })),
      rules: makeRules({
        exponent: 2,
        influenceThresholds: { [trainedModel.indexHash]: THRESHOLD },
        citationThreshold: 500n,
        units: { [copy]: trained[0] ?? ZERO_HEX32 },
        reputationPpm: { [account('bo')]: 1_500_000 },
      }),
    },
    records: { trained, untrained, copy, retrieved: licences.records.map((leaf) => leaf.commitment) },
    models: { trained: trainedModel, plain, both, retrieving },
    channels,
  }
}

/** One value, and another from some seconds after the first call on. */
const changing = <T>(first: T, then: T, seconds: bigint): Timeline<T> => [
  { from: 0n, value: first },
  { from: START + seconds, value: then },
]

/** Two Datanets that change hands and curators, and whose records are disputed for a while. */
function makeDatanets(medical: readonly VersionLeaf[], licences: readonly VersionLeaf[]): ChainDatanet[] {
  const curators = [
    { account: account('curator one'), bps: 2_501 },
    { account: account('curator two'), bps: 999 },
  ]
  const pot = account('pot')
  const keyOf = ({ contributor, commitment }: VersionLeaf) => recordKey(contributor, commitment)
  const disputed: Timeline<Address | null> = [
    { from: START + 8n, value: pot },
    { from: START + 20n, value: null },
  ]
  return [
    {
      datanetId: hashText('medical'),
      owners: changing(account('medical owner'), account('medical heir'), 10n),
      treasury: account('medical treasury'),
      rateBps: 1_000,
      curators: changing(curators, curators.toReversed(), 15n),
      disputes: new Map(medical.slice(2, 5).map((leaf) => [keyOf(leaf), disputed])),
    },
    {
      datanetId: hashText('licences'),
      owners: always(account('licences owner')),
      treasury: account('licences treasury'),
      rateBps: 333,
      curators: [],
      disputes: new Map(licences.slice(0, 1).map((leaf) => [keyOf(leaf), [{ from: START + 14n, value: pot }]])),
    },
  ]
}

/** Signs a receipt as a world's operator. */
export async function signReceipt(world: World, receipt: Receipt): Promise<SignedReceipt> {
  const signature = await world.operator.signTypedData(
    receiptTypedData(receipt, { chainId: CHAIN_ID, verifyingContract: SETTLEMENT }),
  )
  return { receipt, signature }
}

/** Weights of a call from random scores, some below the threshold; now and then nothing passes. */
function attribute(world: World, model: ModelFacts, retrieved: boolean): AttributionEntry[] {
  const { random, records } = world
  const nothing = random.below(6) === 0
  const scores = (commitments: readonly Hex32[], limit: number) =>
    commitments.map((commitment) => ({
      commitment,
      score: BigInt(nothing ? -random.below(900) : random.below(limit) - 1_000),
    }))
  const trained = model.trainingVersions.length > 0
  return attributionWeights({
    influence: trained
      ? [{ indexHash: model.indexHash, threshold: THRESHOLD, scores: scores(records.trained, 9_000) }]
      : undefined,
    citations: retrieved ? { threshold: 500n, scores: scores(records.retrieved.slice(0, 4), 6_000) } : undefined,
    sharePpm: 600_000,
    units: new Map(Object.entries(world.base.rules.units)) as Map<Hex32, Hex32>,
    reputationPpm: new Map(
      world.base.versions
        .flatMap((version) => version.records)
        .flatMap((leaf) => {
          const ppm = world.base.rules.reputationPpm[leaf.contributor]
          return ppm === undefined ? [] : [[leaf.commitment, ppm] as const]
        }),
    ),
    exponent: world.base.rules.exponent,
    datanets: [...(trained ? [hashText('medical')] : []), ...(retrieved || !trained ? [hashText('licences')] : [])],
  })
}

/** Calls of one epoch: signed receipts in order, and the attributions of those with a data share. */
export async function makeCalls(
  world: World,
  previous: PreviousEpoch | undefined,
  count: number,
): Promise<Pick<BuildEpochInput, 'receipts' | 'attributions'>> {
  const { random, models } = world
  const ends = new Map(previous?.channels)
  const start = [...ends.values()].reduce((latest, { time }) => (time > latest ? time : latest), START)
  const attributions = new Map<Hex32, AttributionEntry[]>()
  const unsigned: Receipt[] = []
  for (let i = 0; i < count; i++) {
    const { channelId: channel } = random.pick(world.channels)
    const model = random.pick([models.trained, models.trained, models.plain, models.both, models.retrieving])
    const retrieved = model.retrievalVersions.length > 0 && random.below(4) > 0
    const ensemble = model.modelId === models.trained.modelId && random.below(5) === 0
    const components: Component[] = [{ modelId: model.modelId, scalePpm: 700_000, priceVersion: 1 + random.below(2) }]
    if (ensemble) components.push({ modelId: models.plain.modelId, scalePpm: 300_001, priceVersion: 1 })
    const tokens = { inputTokens: random.below(2_000), outputTokens: random.below(500) }
    const priced = components.map((component) => {
      const price = models.plain.prices.get(component.priceVersion)
      if (price === undefined) throw new Error('no such price')
      return { scalePpm: component.scalePpm, price }
    })
    const { fee } = callFee(tokens, priced)
    const end = ends.get(channel) ?? { sequence: 0n, cumulative: 0n, time: 0n }
    const receipt: Receipt = {
      callId: random.hex32(),
      channelId: channel,
      sequence: end.sequence + 1n,
      cumulativeBefore: end.cumulative,
      cumulativeAfter: end.cumulative + fee,
      components,
      retrievedVersions: retrieved ? [...model.retrievalVersions] : [],
      requestHash: random.hex32(),
      responseHash: random.hex32(),
      ...tokens,
      fee,
      time: start + BigInt(i),
    }
    const { sequence, cumulativeAfter: cumulative, time } = receipt
    ends.set(channel, { sequence, cumulative, time })
    unsigned.push(receipt)
    if (model.split.data > 0) attributions.set(receipt.callId, attribute(world, model, retrieved))
  }
  unsigned.sort(compareReceipts)
  const receipts: SignedReceipt[] = []
  for (const receipt of unsigned) receipts.push(await signReceipt(world, receipt))
  return { receipts, attributions }
}
