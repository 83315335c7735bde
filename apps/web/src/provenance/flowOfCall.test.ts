import type { Call } from '@openledger/core/api/calls.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Income } from '../pages/calls/deriveIncome.ts'

// One process runs many files.
afterAll(() => void vi.unstubAllGlobals())

// The catalogue looks for the reader's language.
vi.stubGlobal('localStorage', { getItem: () => null })
vi.stubGlobal('document', { documentElement: {} })

const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const account = (digit: string) => `0x${digit.repeat(40)}` as const
const split = { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 }
const price = { version: 1, inputPrice: '7', outputPrice: '11' }

const model = (digit: string) => ({
  id: `model-${digit}`,
  object: 'model' as const,
  created: 0,
  owned_by: account(digit),
  openledger: {
    modelId: hash(digit),
    developer: account(digit),
    owner: account(digit),
    ...{
      baseHash: hash('0'),
      adapterHash: hash('0'),
      manifestHash: hash('0'),
      logRoot: hash('0'),
      indexHash: hash(digit),
    },
    ...{ trainingVersions: [], retrievalVersions: [], split, price, servable: true, kind: 'text' as const },
  },
})

/** A call of an ensemble of two models and so many records of two contributors, fees that no share divides evenly. */
function callOf(count: number, parts: readonly string[]): Call {
  const weight = 10n ** 18n / BigInt(count)
  const scales = parts.length === 1 ? [1_000_000] : [700_000, 300_000]
  const fees = parts.map((_, i) => ((101n * 7n + 33n * 11n) * BigInt(scales[i] ?? 0)) / 1_000_000n)
  const fee = fees.reduce((sum, one) => sum + one, 0n)
  return {
    callId: hash('c'),
    status: 'settled',
    model: 'mix',
    startedAt: 0,
    receipt: {
      ...{
        callId: hash('c'),
        channelId: hash('d'),
        sequence: '1',
        cumulativeBefore: '0',
        cumulativeAfter: fee.toString(),
      },
      components: parts.map((digit, i) => ({ modelId: hash(digit), scalePpm: scales[i] ?? 0, priceVersion: 1 })),
      ...{ retrievedVersions: [], requestHash: hash('0'), responseHash: hash('0') },
      ...{ inputTokens: 101, outputTokens: 33, fee: fee.toString(), time: '1' },
    },
    signature: null,
    attribution: {
      entries: Array.from({ length: count }, (_, i) => ({
        commitment: `0x${(i + 1).toString(16).padStart(64, '0')}`,
        method: 'influence',
        ...{ score: '5', sharePpm: 1_000_000, indexHash: hash('1'), datanetId: hash('e') },
        weight: (i === 0 ? 10n ** 18n - weight * BigInt(count - 1) : weight).toString(),
        contributor: account(i % 2 === 0 ? 'a' : 'b'),
      })),
    },
    holders: {
      models: parts.map((digit) => ({
        modelId: hash(digit),
        owner: account(digit),
        royalties: [],
        pool: account('9'),
      })),
      datanets: [{ datanetId: hash('e'), owner: account('f'), curators: [] }],
      pots: [],
    },
    epoch: null,
    payouts: null,
  }
}

let deriveIncome: typeof import('../pages/calls/deriveIncome.ts').deriveIncome
let flowOfCall: typeof import('./flowOfCall.ts').flowOfCall
let sourceRecords: typeof import('./sourceRecords.ts').sourceRecords
beforeAll(async () => {
  ;({ deriveIncome } = await import('../pages/calls/deriveIncome.ts'))
  ;({ flowOfCall } = await import('./flowOfCall.ts'))
  ;({ sourceRecords } = await import('./sourceRecords.ts'))
})

function incomeOf(call: Call): Income {
  const parts = call.receipt?.components.map(({ modelId }) => modelId) ?? []
  const income = deriveIncome({
    call,
    operator: account('8'),
    models: parts.map((modelId) => model(modelId.slice(-1))),
    prices: new Map(parts.map((modelId) => [modelId, [{ ...price, effectiveFrom: 0 }]])),
    datanets: [
      {
        ...{
          datanetId: hash('e'),
          owner: account('f'),
          slug: 'e',
          treasury: account('f'),
          rateBps: 1_000,
          curators: [],
        },
        ...{ licence: '', versions: [], records: { accepted: 1, marked: 0, refused: 0, pending: 0 } },
      },
    ],
  })
  if (income === undefined) throw new Error('nothing derived')
  return income
}

test.each([
  [1, ['1']],
  [3, ['1', '2']],
  [64, ['1', '2']],
] as const)(
  '%i records, models %s: every wei of the fee is in the picture, from the caller to its ends',
  (count, parts) => {
    const call = callOf(count, parts)
    const income = incomeOf(call)
    const { flow, columns } = flowOfCall(income, sourceRecords(call, income))
    const sum = (side: 'from' | 'to', id: string) =>
      flow.links.reduce((all, link) => (link[side] === id ? all + link.amount : all), 0n)
    const last = columns.length - 1
    expect(columns).toHaveLength(parts.length === 1 ? 4 : 5)
    expect(sum('from', 'caller')).toBe(income.fee)
    for (const { id, column } of flow.nodes)
      if (column > 0 && column < last) expect([id, sum('to', id)]).toEqual([id, sum('from', id)])
    const ends = flow.nodes.filter(({ column }) => column === last)
    expect(ends.reduce((all, { id }) => all + sum('to', id), 0n)).toBe(income.fee)
    const paid = income.credits.reduce((all, { amount }) => all + amount, 0n)
    expect(paid + sum('to', 'burn')).toBe(income.fee)
    expect(flow.nodes.filter(({ column }) => column === last - 1).length).toBeLessThanOrEqual(13)
  },
)

test('a call that nobody has attributed yet: its data part waits', () => {
  const call = { ...callOf(2, ['1']), attribution: null }
  const income = incomeOf(call)
  const { flow } = flowOfCall(income, [])
  expect(flow.links.find(({ to }) => to === 'waiting')?.amount).toBe(income.parts.data)
})
