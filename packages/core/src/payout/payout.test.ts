import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { ROLE } from '../leaves/creditLeaf.ts'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import { W } from '../rules/rules.ts'
import type { AttributionEntry } from '../weights/attributionWeights.ts'
import { callFee, componentFee } from './callFee.ts'
import { type PaidComponent, type PayCallInput, payCall } from './payCall.ts'
import { prefixCuts } from './prefixCuts.ts'
import { DEFAULT_SPLIT, type Split, splitFee } from './splitFee.ts'

const account = (name: string) => toAddress(hashText(name).slice(0, 42))
const fees = fc.oneof(fc.bigInt({ min: 0n, max: 100_000n }), fc.bigInt({ min: 0n, max: UINT128_MAX / 8n }))
const splits: fc.Arbitrary<Split> = fc
  .tuple(fc.integer({ min: 200, max: 10_000 }), fc.array(fc.nat({ max: 10_000 }), { minLength: 3, maxLength: 3 }))
  .map(([burn, cuts]) => {
    const [a = 0, b = 0, c = 0] = cuts.map((cut) => Math.floor((cut * (10_000 - burn)) / 10_000)).sort((x, y) => x - y)
    return { burn, operator: a, model: b - a, stakers: c - b, data: 10_000 - burn - c }
  })

describe('prefix cuts', () => {
  test('sum to the amount, and each part is within a wei of its exact share', () => {
    fc.assert(
      fc.property(
        fees,
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n }), { minLength: 1, maxLength: 64 }),
        (amount, weights) => {
          const whole = weights.reduce((sum, weight) => sum + weight, 0n)
          fc.pre(whole > 0n)
          const parts = prefixCuts(amount, weights, whole)
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount)
          for (const [i, part] of parts.entries()) {
            const exact = amount * (weights[i] ?? 0n)
            expect(part >= 0n && part * whole > exact - whole && part * whole < exact + whole).toBe(true)
          }
        },
      ),
    )
  })

  test('refuses weights that are negative or do not sum to the whole', () => {
    const calls: [bigint, bigint[], bigint][] = [
      [1n, [1n], 2n],
      [1n, [-1n, 2n], 1n],
      [-1n, [1n], 1n],
      [1n, [], 0n],
    ]
    for (const [amount, weights, whole] of calls) {
      expect(() => prefixCuts(amount, weights, whole)).toThrowError(
        expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
      )
    }
  })
})

describe('fees', () => {
  test('tokens times price', () => {
    expect(componentFee({ inputTokens: 100, outputTokens: 7 }, { inputPrice: 3n, outputPrice: 11n })).toBe(377n)
    expect(() =>
      componentFee({ inputTokens: 2 ** 32 - 1, outputTokens: 0 }, { inputPrice: UINT128_MAX, outputPrice: 0n }),
    ).toThrowError(expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }))
    expect(() => componentFee({ inputTokens: -1, outputTokens: 0 }, { inputPrice: 1n, outputPrice: 0n })).toThrowError(
      expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
    )
    expect(() => componentFee({ inputTokens: 1.5, outputTokens: 0 }, { inputPrice: 1n, outputPrice: 0n })).toThrowError(
      expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
    )
  })

  test('several components pay by scale; one pays alone whatever its scale', () => {
    const price = (inputPrice: bigint) => ({ inputPrice, outputPrice: 0n })
    const tokens = { inputTokens: 10, outputTokens: 0 }
    expect(callFee(tokens, [{ scalePpm: 0, price: price(7n) }])).toEqual({ fee: 70n, componentFees: [70n] })
    expect(
      callFee(tokens, [
        { scalePpm: 1, price: price(7n) },
        { scalePpm: 2, price: price(5n) },
      ]),
    ).toEqual({ fee: 56n, componentFees: [23n, 33n] })
    expect(() =>
      callFee(tokens, [
        { scalePpm: 0, price: price(7n) },
        { scalePpm: 0, price: price(5n) },
      ]),
    ).toThrowError(expect.objectContaining({ code: 'PAYOUT_SCALES_ZERO' }))
    expect(() => callFee(tokens, [])).toThrowError(expect.objectContaining({ code: 'PAYOUT_SCALES_ZERO' }))
  })
})

test('a split conserves the fee; other splits are refused', () => {
  fc.assert(
    fc.property(fees, splits, (fee, split) => {
      const parts = splitFee(fee, split)
      expect(parts.burn + parts.operator + parts.model + parts.stakers + parts.data).toBe(fee)
      expect(parts.burn).toBe((fee * BigInt(split.burn)) / 10_000n)
    }),
  )
  for (const split of [
    { ...DEFAULT_SPLIT, data: 5_001 },
    { ...DEFAULT_SPLIT, burn: 199, data: 5_001 },
    { ...DEFAULT_SPLIT, model: -1, data: 7_001 },
  ]) {
    expect(() => splitFee(1n, split)).toThrowError(expect.objectContaining({ code: 'SPLIT_INVALID' }))
  }
  expect(() => splitFee(-1n, DEFAULT_SPLIT)).toThrowError(expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }))
})

/** Attributions of random records whose weights sum to W, ascending. */
function entriesOf(seed: number, count: number, method: 1 | 3 = METHOD.influence): AttributionEntry[] {
  const random = seededRandom(seed)
  const strengths = Array.from({ length: count }, () => BigInt(1 + random.below(1_000_000)))
  const weights = prefixCuts(
    W,
    strengths,
    strengths.reduce((sum, strength) => sum + strength, 0n),
  )
  const commitments = strengths.map(() => random.hex32()).sort()
  return commitments.map((commitment, i) => ({
    commitment,
    method,
    score: 1n,
    sharePpm: 0,
    weight: weights[i] ?? 0n,
    indexHash: ZERO_HEX32,
  }))
}

const component = (fee: bigint, changes: Partial<PaidComponent> = {}): PaidComponent => ({
  fee,
  split: DEFAULT_SPLIT,
  owner: account('developer'),
  royalties: [],
  pool: account('pool'),
  ...changes,
})

const input = (fee: bigint, attributions: AttributionEntry[], changes: Partial<PayCallInput> = {}): PayCallInput => ({
  operator: account('operator'),
  components: [component(fee)],
  attributions,
  recordOwner: (commitment: Hex32) => ({
    contributor: account(`contributor ${BigInt(commitment) % 5n}`),
    datanetOwner: account('owner'),
    curators: [],
    rateBps: 1_000,
  }),
  treasury: () => account('treasury'),
  ...changes,
})

const incomeOf = (paid: ReturnType<typeof payCall>, who: string) =>
  paid.credits.filter((credit) => credit.account === account(who)).reduce((sum, credit) => sum + credit.amount, 0n)

describe('a call', () => {
  test('conserves the fee to the wei, without zero or repeated credits', () => {
    fc.assert(
      fc.property(
        fees,
        fees,
        splits,
        splits,
        fc.integer({ min: 1, max: 64 }),
        fc.nat(),
        (a, b, first, second, count, seed) => {
          fc.pre(first.data > 0 || second.data > 0)
          const royalties = [3_001, 1_999].map((bps, i) => ({
            account: account(`ancestor ${i}`),
            bps: bps - (seed % 7),
          }))
          const components = [component(a, { split: first, royalties }), component(b, { split: second })]
          const curators = [{ account: account('curator'), bps: seed % 10_001 }]
          const recordOwner = (commitment: Hex32) => ({ ...input(0n, []).recordOwner(commitment), curators })
          const { credits, burned } = payCall(input(0n, entriesOf(seed, count), { components, recordOwner }))
          expect(credits.reduce((sum, credit) => sum + credit.amount, 0n) + burned).toBe(a + b)
          expect(credits.every((credit) => credit.amount > 0n)).toBe(true)
          const keys = credits.map((credit) => `${credit.account} ${credit.role} ${credit.commitment}`)
          expect(new Set(keys).size).toBe(keys.length)
        },
      ),
    )
  })

  test('pays each role what the protocol says', () => {
    const [entry] = entriesOf(1, 1)
    const paid = payCall(input(10_000n, entry === undefined ? [] : [entry]))
    const who = entry === undefined ? '' : `contributor ${BigInt(entry.commitment) % 5n}`
    expect(paid.burned).toBe(200n)
    expect(paid.credits).toEqual([
      { account: account('operator'), role: ROLE.operator, commitment: ZERO_HEX32, amount: 800n },
      { account: account('developer'), role: ROLE.model, commitment: ZERO_HEX32, amount: 2_000n },
      { account: account('pool'), role: ROLE.stakers, commitment: ZERO_HEX32, amount: 2_000n },
      { account: account('owner'), role: ROLE.datanetOwner, commitment: entry?.commitment, amount: 500n },
      { account: account(who), role: ROLE.contributor, commitment: entry?.commitment, amount: 4_500n },
    ])
    const flat = payCall(input(10_000n, entriesOf(2, 2, METHOD.flat)))
    expect(flat.credits.filter((credit) => credit.role === ROLE.datanetPool)).toHaveLength(2)
    expect(incomeOf(flat, 'treasury')).toBe(5_000n)
  })

  test('weights that do not sum to W, or where no model has a data share, are refused', () => {
    const code = (attributions: AttributionEntry[], split: Split = DEFAULT_SPLIT) =>
      expect(() => payCall(input(1n, attributions, { components: [component(1n, { split })] }))).toThrowError(
        expect.objectContaining({ code: 'PAYOUT_WEIGHTS_SUM' }),
      )
    code([])
    code(entriesOf(1, 2).slice(1))
    code(entriesOf(1, 2), { burn: 200, operator: 800, model: 9_000, stakers: 0, data: 0 })
    const rate = { contributor: account('c'), datanetOwner: account('o'), curators: [], rateBps: 2_001 }
    expect(() => payCall(input(1n, entriesOf(1, 1), { recordOwner: () => rate }))).toThrowError(
      expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
    )
  })

  test("splitting one contributor's records over many accounts changes their sum by nothing", () => {
    fc.assert(
      fc.property(fees, fc.integer({ min: 1, max: 64 }), fc.nat(), (fee, count, seed) => {
        const entries = entriesOf(seed, count)
        const one = payCall(
          input(fee, entries, {
            recordOwner: () => ({
              contributor: account('solo'),
              datanetOwner: account('owner'),
              curators: [],
              rateBps: 777,
            }),
          }),
        )
        const many = payCall(
          input(fee, entries, {
            recordOwner: (commitment) => ({
              contributor: toAddress(commitment.slice(0, 42)),
              datanetOwner: account('owner'),
              curators: [],
              rateBps: 777,
            }),
          }),
        )
        const sum = (paid: ReturnType<typeof payCall>) =>
          paid.credits
            .filter((credit) => credit.role === ROLE.contributor)
            .reduce((total, credit) => total + credit.amount, 0n)
        expect(sum(many)).toBe(sum(one))
      }),
    )
  })

  test("ancestors take their royalties, curators their share of the Datanet's part", () => {
    const royalties = [
      { account: account('base'), bps: 1_000 },
      { account: account('tuned'), bps: 333 },
    ]
    const curators = [
      { account: account('first'), bps: 5_000 },
      { account: account('second'), bps: 1 },
    ]
    const paid = payCall(
      input(0n, entriesOf(4, 1), {
        components: [component(10_007n, { royalties })],
        recordOwner: () => ({
          contributor: account('pot'),
          datanetOwner: account('owner'),
          curators,
          rateBps: 1_999,
        }),
      }),
    )
    const of = (who: string) => incomeOf(paid, who)
    // The model part is 2,002, the data part 5,004, the Datanet's part of it 1,000.
    expect([of('base'), of('tuned'), of('developer'), of('pool')]).toEqual([200n, 66n, 1_736n, 2_001n])
    expect([of('first'), of('second'), of('owner'), of('pot')]).toEqual([500n, 0n, 500n, 4_004n])
  })

  test('one party in every role loses what is burned', () => {
    const solo = account('solo')
    const paid = payCall(
      input(1_000_000n, entriesOf(3, 9), {
        operator: solo,
        components: [component(1_000_000n, { owner: solo, pool: solo })],
        recordOwner: () => ({ contributor: solo, datanetOwner: solo, curators: [], rateBps: 2_000 }),
      }),
    )
    expect(incomeOf(paid, 'solo')).toBe(1_000_000n - paid.burned)
    expect(paid.burned).toBe(20_000n)
  })
})
