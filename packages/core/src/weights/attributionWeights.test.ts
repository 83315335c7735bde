import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { hashText } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { MAX_PAID, W } from '../rules/rules.ts'
import { type AttributionInput, attributionWeights } from './attributionWeights.ts'
import { cutWeights } from './cutWeights.ts'
import { strength } from './strength.ts'

const indexHash = hashText('index')
const datanets = [hashText('d2'), hashText('d1'), hashText('d3')]
const base = { sharePpm: 500_000, units: new Map(), reputationPpm: new Map(), exponent: 1 as const, datanets }
const name = (i: number): Hex32 => `0x${(i + 1).toString(16).padStart(64, '0')}`
const scoresOf = (scores: readonly bigint[], offset = 0) =>
  scores.map((score, i) => ({ commitment: name(i + offset), score }))
const weightsOf = (input: Partial<AttributionInput>) =>
  attributionWeights({ ...base, ...input }).map((entry) => entry.weight)
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
const int64 = fc.oneof(fc.bigInt({ min: -2_000n, max: 2_000n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
const list = fc.array(int64, { maxLength: 90 })

describe('weights', () => {
  test('follow strength: excess over the threshold, times reputation, to the exponent', () => {
    expect(strength({ score: 1_300n, threshold: 1_000n, reputationPpm: 1_000_000, exponent: 2 })).toBe(90_000n)
    expect(strength({ score: 1_003n, threshold: 1_000n, reputationPpm: 1_500_000, exponent: 1 })).toBe(4n)
    expect(strength({ score: 1_000n, threshold: 1_000n, reputationPpm: 2_000_000, exponent: 1 })).toBe(0n)
    expect(strength({ score: -5n, threshold: -8n, reputationPpm: 1_000_000, exponent: 1 })).toBe(3n)
    for (const bad of [
      { score: 2n ** 63n },
      { reputationPpm: 2_000_001 },
      { reputationPpm: 499_999 },
      { exponent: 3 as 1 },
    ]) {
      expect(() => strength({ score: 1n, threshold: 0n, reputationPpm: 1_000_000, exponent: 1, ...bad })).toThrow()
    }
    expect(weightsOf({ influence: [{ indexHash, threshold: 100n, scores: scoresOf([200n, 100n, 400n]) }] })).toEqual([
      W / 4n,
      (W * 3n) / 4n,
    ])
    expect(
      weightsOf({ exponent: 2, influence: [{ indexHash, threshold: 100n, scores: scoresOf([200n, 99n, 400n]) }] }),
    ).toEqual([W / 10n, (W * 9n) / 10n])
  })

  test('sum to W, ascend, are at most 64, and derive again from the paid entries alone', () => {
    fc.assert(
      fc.property(
        list,
        list,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(1 as const, 2 as const),
        (trained, retrieved, sharePpm, exponent) => {
          const input: AttributionInput = {
            ...base,
            exponent,
            sharePpm,
            influence: [{ indexHash, threshold: 10n, scores: scoresOf(trained) }],
            citations: { threshold: -5n, scores: scoresOf(retrieved, 50) },
          }
          const entries = attributionWeights(input)
          expect(sum(entries.map((entry) => entry.weight))).toBe(W)
          expect(entries.every((entry) => entry.weight > 0n)).toBe(true)
          expect(entries.length).toBeLessThanOrEqual(MAX_PAID)
          const keys = entries.map((entry) => `${entry.commitment}${entry.method}`)
          expect(keys).toEqual([...new Set(keys)].sort())
          if (entries[0]?.method === 3) return
          const again = cutWeights(
            entries.map(({ commitment, method, score }) => ({
              commitment,
              method: method as 1 | 2,
              strength: strength({ score, threshold: method === 1 ? 10n : -5n, reputationPpm: 1_000_000, exponent }),
            })),
            sharePpm,
          )
          expect(again.map((entry) => entry.weight)).toEqual(entries.map((entry) => entry.weight))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('share W between methods; a method without records leaves its part to the other', () => {
    const influence = { indexHash, threshold: 0n, scores: scoresOf([5n]) }
    const citations = { threshold: 0n, scores: scoresOf([7n], 1) }
    expect(weightsOf({ influence: [influence], citations, sharePpm: 250_000 })).toEqual([W / 4n, (W * 3n) / 4n])
    expect(weightsOf({ influence: [influence], citations: { ...citations, threshold: 9n }, sharePpm: 0 })).toEqual([W])
    const none = attributionWeights({ ...base, influence: [influence], citations, sharePpm: 0 })
    expect(none).toEqual([{ commitment: name(1), method: 2, score: 7n, sharePpm: 0, weight: W, indexHash: ZERO_HEX32 }])
    expect(attributionWeights({ ...base, influence: [influence], sharePpm: 1_000_000 })[0]).toMatchObject({
      method: 1,
      indexHash,
      score: 5n,
    })
  })

  test('a record that several indexes know counts once, by the one that finds it strongest', () => {
    const other = hashText('another index')
    const entries = attributionWeights({
      ...base,
      influence: [
        { indexHash, threshold: 0n, scores: scoresOf([10n, 10n, 4n]) },
        { indexHash: other, threshold: 3n, scores: scoresOf([12n, 14n], 1) },
      ],
    })
    expect(entries.map(({ commitment, score, indexHash: by }) => [commitment, score, by])).toEqual([
      [name(0), 10n, indexHash],
      [name(1), 10n, indexHash],
      [name(2), 14n, other],
    ])
    expect(entries.map(({ weight }) => weight)).toEqual([
      (W * 10n) / 31n,
      (W * 20n) / 31n - (W * 10n) / 31n,
      W - (W * 20n) / 31n,
    ])
    const tie = { threshold: 0n, scores: scoresOf([5n]) }
    const [first = indexHash] = [indexHash, other].toSorted()
    for (const indexes of [
      [indexHash, other],
      [other, indexHash],
      [first, first],
    ])
      expect(
        attributionWeights({ ...base, influence: indexes.map((hash) => ({ ...tie, indexHash: hash })) }),
      ).toMatchObject([{ indexHash: first, weight: W }])
  })

  test('a record in both methods has a leaf of each', () => {
    const entries = attributionWeights({
      ...base,
      influence: [{ indexHash, threshold: 0n, scores: scoresOf([5n]) }],
      citations: { threshold: 0n, scores: scoresOf([5n]) },
    })
    expect(entries.map((entry) => [entry.method, entry.weight])).toEqual([
      [1, W / 2n],
      [2, W / 2n],
    ])
  })

  test('the 64 strongest stay, ties to the lower commitment', () => {
    const equal = attributionWeights({
      ...base,
      influence: [{ indexHash, threshold: 0n, scores: scoresOf(Array.from({ length: 70 }, () => 9n)).reverse() }],
    })
    expect(equal.map((entry) => entry.commitment)).toEqual(Array.from({ length: 64 }, (_, i) => name(i)))
    const rising = attributionWeights({
      ...base,
      influence: [{ indexHash, threshold: 0n, scores: scoresOf(Array.from({ length: 70 }, (_, i) => BigInt(i + 1))) }],
    })
    expect(rising[0]?.commitment).toBe(name(6))
  })

  test('a weight that rounds to 0 leaves no leaf and does not bend the others', () => {
    const scores = scoresOf([1n, 2n ** 62n, 2n ** 62n])
    expect(
      attributionWeights({ ...base, exponent: 2, influence: [{ indexHash, threshold: 0n, scores }] }).map(
        (entry) => entry.weight,
      ),
    ).toEqual([W / 2n, W / 2n])
  })
})

describe('near-duplicates', () => {
  const units = new Map([
    [name(5), name(0)],
    [name(6), name(0)],
  ])

  test('add nothing to their unit, whatever their scores; a copy of what was not used gets nothing', () => {
    const influence = {
      indexHash,
      threshold: 0n,
      scores: [
        { commitment: name(0), score: 6n },
        { commitment: name(1), score: 4n },
      ],
    }
    const alone = attributionWeights({ ...base, influence: [influence] })
    const copied = attributionWeights({
      ...base,
      units,
      influence: [
        {
          ...influence,
          scores: [...influence.scores, { commitment: name(5), score: 6n }, { commitment: name(6), score: 5n }],
        },
      ],
    })
    expect(copied).toEqual(alone)
    const louder = attributionWeights({
      ...base,
      units,
      influence: [{ ...influence, scores: [...influence.scores, { commitment: name(5), score: 16n }] }],
    })
    expect(louder.map((entry) => [entry.commitment, entry.score])).toEqual([
      [name(0), 16n],
      [name(1), 4n],
    ])
    const orphan = attributionWeights({
      ...base,
      units,
      influence: [
        {
          ...influence,
          scores: [
            { commitment: name(1), score: 4n },
            { commitment: name(5), score: 99n },
          ],
        },
      ],
    })
    expect(orphan.map((entry) => entry.commitment)).toEqual([name(1)])
  })

  test("duplicating records inside their unit never raises a contributor's weight", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 2, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        (scores, pick, copies) => {
          const own = name(pick % scores.length)
          const honest = attributionWeights({
            ...base,
            influence: [{ indexHash, threshold: 50n, scores: scoresOf(scores) }],
          })
          const clones = Array.from({ length: copies }, (_, i) => ({
            commitment: name(100 + i),
            score: scores[pick % scores.length] ?? 0n,
          }))
          const spam = attributionWeights({
            ...base,
            units: new Map(clones.map((clone) => [clone.commitment, own])),
            influence: [{ indexHash, threshold: 50n, scores: [...clones, ...scoresOf(scores)].reverse() }],
          })
          expect(spam).toEqual(honest)
        },
      ),
    )
  })

  test('the order of the scores does not matter', () => {
    fc.assert(
      fc.property(list, fc.nat(), (scores, seed) => {
        const random = seededRandom(seed)
        const entries = scoresOf(scores)
        const shuffled = entries
          .map((entry) => ({ entry, at: random.below(1e9) }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry)
        const weigh = (given: typeof entries) =>
          attributionWeights({ ...base, influence: [{ indexHash, threshold: 0n, scores: given }] })
        expect(weigh(shuffled)).toEqual(weigh(entries))
      }),
      { numRuns: 40 },
    )
  })
})

describe('flat', () => {
  test('where nothing passes, W goes to the Datanets in equal cuts, ascending, each once', () => {
    const entries = attributionWeights({
      ...base,
      influence: [{ indexHash, threshold: 5n, scores: scoresOf([5n, -9n]) }],
      datanets: [...datanets, ...datanets],
    })
    expect(entries.map((entry) => entry.commitment)).toEqual([...datanets].sort())
    expect(entries.map((entry) => entry.weight)).toEqual([
      333_333_333_333_333_333n,
      333_333_333_333_333_333n,
      333_333_333_333_333_334n,
    ])
    expect(
      entries.every(
        (entry) => entry.method === 3 && entry.score === 0n && entry.sharePpm === 0 && entry.indexHash === ZERO_HEX32,
      ),
    ).toBe(true)
  })

  test('wrong input is refused', () => {
    const influence = { indexHash, threshold: 0n, scores: scoresOf([1n]) }
    for (const bad of [
      { datanets: [] },
      { influence: [influence], sharePpm: 1_000_001 },
      { influence: [influence], sharePpm: 0.5 },
      { influence: [{ ...influence, scores: [...influence.scores, ...influence.scores] }] },
      {
        influence: [influence],
        units: new Map([
          [name(0), name(1)],
          [name(1), name(2)],
        ]),
      },
    ]) {
      expect(() => attributionWeights({ ...base, ...bad })).toThrowError(
        expect.objectContaining({ code: 'WEIGHTS_INPUT_INVALID' }),
      )
    }
  })
})
