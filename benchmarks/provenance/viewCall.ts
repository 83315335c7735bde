import type { Call } from '@openledger/core/api/calls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import type { Model } from '@openledger/core/api/models.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { MAX_PAID } from '@openledger/core/rules/rules.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import { seededRandom } from '../lib/seededRandom.ts'

const address = (name: string): `0x${string}` => `0x${hashText(name).slice(26)}`
const price = { inputPrice: 1_000_000_007n, outputPrice: 3_000_000_019n }

/** What the API says of a call that pays as many records as a call can, and of all that its page asks for. */
export type ViewWorld = {
  readonly call: Call
  readonly model: Model
  readonly datanet: Datanet
  readonly prices: { readonly data: readonly object[] }
}

/**
 * A call of {@link MAX_PAID} paid records by both methods, an answer of twelve sentences with measured citations, and as many
 * spans as are ever shown; weights by core's own rule.
 */
export function makeViewWorld(): ViewWorld {
  const random = seededRandom(64)
  const below = (limit: number) => Math.floor(random() * limit)
  const records = Array.from({ length: MAX_PAID }, (_, i) => hashText(`record ${i}`))
  const datanetId = hashText('Datanet')
  const modelId = hashText('model')
  const indexHash = hashText('index')
  const cited = records.slice(0, 8)
  const entries = attributionWeights({
    influence: [
      {
        indexHash,
        threshold: 1_000n,
        scores: records.slice(8).map((commitment) => ({ commitment, score: BigInt(1_500 + below(900_000)) })),
      },
    ],
    citations: {
      threshold: 500n,
      scores: cited.map((commitment) => ({ commitment, score: BigInt(1_000_000 + below(9_000_000)) })),
    },
    sharePpm: 600_000,
    units: new Map(),
    reputationPpm: new Map(),
    exponent: 2,
    datanets: [datanetId],
  })
  const sentences = Array.from({ length: 12 }, (_, n) => {
    const words = Array.from({ length: 14 }, () => 'abcdefgh'.slice(below(4), 4 + below(5)))
    return `Sentence ${n + 1} says ${words.join(' ')}.`
  })
  const answer = sentences.join(' ')
  const places = sentences.map((sentence, n) => {
    const start = sentences.slice(0, n).reduce((sum, one) => sum + one.length + 1, 0)
    return { start, end: start + sentence.length }
  })
  const tokens = { inputTokens: 900, outputTokens: 300 }
  const { fee } = callFee(tokens, [{ scalePpm: 1_000_000, price }])
  const callId = hashText('call')
  const owner = address('owner of the Datanet')
  const call: Call = {
    callId,
    status: 'settled',
    model: 'sixty-four',
    startedAt: 1_700_000_000,
    receipt: {
      callId,
      channelId: hashText('channel'),
      sequence: '1',
      cumulativeBefore: '0',
      cumulativeAfter: fee.toString(),
      components: [{ modelId, scalePpm: 1_000_000, priceVersion: 1 }],
      retrievedVersions: [hashText('version')],
      requestHash: hashText('request'),
      responseHash: hashText('response'),
      ...tokens,
      fee: fee.toString(),
      time: '1700000000',
    },
    signature: `0x${'11'.repeat(65)}`,
    salt: hashText('salt'),
    messages: [{ role: 'user', content: 'What do the records say?' }],
    answer,
    attribution: {
      entries: entries.map((entry) => ({
        commitment: entry.commitment,
        method: entry.method === 1 ? 'influence' : 'citation',
        score: entry.score.toString(),
        sharePpm: entry.sharePpm,
        weight: entry.weight.toString(),
        indexHash: entry.indexHash,
        contributor: address(`contributor ${records.indexOf(entry.commitment) % 20}`),
        datanetId,
      })),
    },
    spans: places.slice(0, 8).map(({ start, end }, n) => ({
      start: start + 12,
      end: end - 5,
      count: 3,
      rarity: 20,
      records: [records[n * 7], records[n * 8], hashText(`elsewhere ${n}`)].flatMap((commitment) =>
        commitment === undefined ? [] : [{ commitment, part: 'text', start: 0, end: 40 }],
      ),
    })),
    sentences: places.map((place) => ({
      ...place,
      citations: cited.slice(0, 1 + below(5)).map((commitment) => ({ commitment, score: String(below(900_000)) })),
    })),
    holders: {
      models: [{ modelId, owner: address('developer'), royalties: [], pool: address('pool') }],
      datanets: [{ datanetId, owner, curators: [{ account: address('curator'), bps: 2_500 }] }],
      pots: [],
    },
    epoch: null,
    payouts: null,
  }
  const model: Model = {
    id: 'sixty-four',
    object: 'model',
    created: 1_700_000_000,
    owned_by: address('developer'),
    openledger: {
      modelId,
      developer: address('developer'),
      owner: address('developer'),
      baseHash: hashText('base'),
      ...UNTRAINED,
      indexHash,
      trainingVersions: [hashText('version')],
      retrievalVersions: [hashText('version')],
      split: DEFAULT_SPLIT,
      price: { version: 1, inputPrice: price.inputPrice.toString(), outputPrice: price.outputPrice.toString() },
      servable: true,
      kind: 'text',
    },
  }
  const datanet: Datanet = {
    datanetId,
    owner,
    slug: 'sixty-four-records',
    treasury: owner,
    rateBps: 1_000,
    curators: [{ account: address('curator'), bps: 2_500 }],
    licence: '',
    versions: [{ root: hashText('version'), number: 1, count: 64, dataHash: ZERO_HEX32, previousRoot: ZERO_HEX32 }],
    records: { accepted: 64, marked: 0, refused: 0, pending: 0 },
  }
  const prices = { data: [{ ...model.openledger.price, effectiveFrom: 1_600_000_000 }] }
  return { call, model, datanet, prices }
}
