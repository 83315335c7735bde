import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../test/random.ts'
import { attributionLeaf } from '../../leaves/attributionLeaf.ts'
import { creditLeaf, ROLE } from '../../leaves/creditLeaf.ts'
import { payoutLeaf } from '../../leaves/payoutLeaf.ts'
import { keccak } from '../../primitives/hash.ts'
import { UINT128_MAX } from '../../primitives/integers.ts'
import { buildClaimsTree, claimProof } from '../claimsTree.ts'
import { buildPlainTree, plainProof } from '../plainTree.ts'
import { buildSumTree, sumProof } from '../sumTree.ts'
import { packedClaimProof } from './packedClaimsTree.ts'
import { buildPackedPlainTree, packedPlainProof } from './packedPlainTree.ts'
import { packedSumProof } from './packedSumTree.ts'
import { attributionPacker, creditPacker, hashLeaves } from './packLeaves.ts'
import { buildPayoutTrees } from './payoutTrees.ts'
import { oneThreadKit } from './treeKit.ts'

const kit = oneThreadKit()
const amounts = fc.array(fc.bigInt({ min: 0n, max: 2n ** 100n }), { maxLength: 70 })
const payoutsOf = (cumulatives: readonly bigint[], seed = 3) => {
  const random = seededRandom(seed)
  return cumulatives.map((cumulative) => ({ account: random.hex32().slice(0, 42) as `0x${string}`, cumulative }))
}

test('payout trees: roots and every proof equal the reference trees', async () => {
  await fc.assert(
    fc.asyncProperty(amounts, fc.nat(), async (cumulatives, seed) => {
      const leaves = payoutsOf(cumulatives, seed)
      const { payouts, claims } = await buildPayoutTrees(leaves, kit)
      const sums = buildSumTree(leaves.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative })))
      const reference = buildClaimsTree(leaves)
      expect(payouts.root).toEqual(sums.root)
      expect(claims.root).toBe(reference.root)
      for (const index of leaves.keys()) {
        expect(packedSumProof(payouts, index)).toEqual(sumProof(sums, index))
        expect(packedClaimProof(claims, index)).toEqual(claimProof(reference, index))
      }
    }),
    { numRuns: 60 },
  )
})

test('plain trees over credits and attributions equal the reference trees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.nat(), async (count, seed) => {
      const random = seededRandom(seed)
      const credits = Array.from({ length: count }, () => ({
        account: random.hex32().slice(0, 42) as `0x${string}`,
        callId: random.hex32(),
        receipt: random.below(2 ** 32),
        role: random.pick(Object.values(ROLE)),
        commitment: random.hex32(),
        amount: BigInt(random.hex32()) >> 128n,
        runningSum: BigInt(random.hex32()) >> 128n,
      }))
      const attributions = credits.map(({ callId, receipt, commitment }) => ({
        callId,
        receipt,
        commitment,
        method: random.pick([1, 2, 3] as const),
        score: BigInt.asIntN(64, BigInt(random.hex32())),
        sharePpm: random.below(1_000_001),
        weight: BigInt.asUintN(64, BigInt(random.hex32())),
        indexHash: random.hex32(),
      }))
      const compare = async (hashes: Uint8Array, leaves: readonly `0x${string}`[]) => {
        const packed = await buildPackedPlainTree(hashes, kit)
        const reference = buildPlainTree(leaves)
        expect(packed.root).toBe(reference.root)
        for (const index of leaves.keys()) expect(packedPlainProof(packed, index)).toEqual(plainProof(reference, index))
      }
      await compare(await hashLeaves(credits, creditPacker, kit), credits.map(creditLeaf))
      await compare(await hashLeaves(attributions, attributionPacker, kit), attributions.map(attributionLeaf))
    }),
    { numRuns: 40 },
  )
})

test('a leaf list longer than a page', async () => {
  const leaves = payoutsOf(Array.from({ length: 4_200 }, (_, i) => BigInt(i)))
  const credits = leaves.map(({ account, cumulative }, i) => ({
    account,
    callId: `0x${i.toString(16).padStart(64, '0')}` as const,
    receipt: i,
    role: ROLE.contributor,
    commitment: `0x${(i % 7).toString(16).padStart(64, '0')}` as const,
    amount: cumulative,
    runningSum: cumulative,
  }))
  const hashes = await hashLeaves(credits, creditPacker, kit)
  expect((await buildPackedPlainTree(hashes, kit)).root).toBe(buildPlainTree(credits.map(creditLeaf)).root)
})

test('sums beyond uint128, foreign indexes and another hash function', async () => {
  const overflow = expect.objectContaining({ code: 'MERKLE_SUM_OVERFLOW' })
  await expect(buildPayoutTrees(payoutsOf([UINT128_MAX, 1n]), kit)).rejects.toThrowError(overflow)
  await expect(buildPayoutTrees(payoutsOf([UINT128_MAX + 1n]), kit)).rejects.toThrowError(
    expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
  )
  const leaves = payoutsOf([1n, UINT128_MAX - 1n, 0n])
  const { payouts, claims } = await buildPayoutTrees(leaves, kit)
  expect(payouts.root.sum).toBe(UINT128_MAX)
  const range = expect.objectContaining({ code: 'MERKLE_INDEX_RANGE' })
  expect(() => packedSumProof(payouts, 3)).toThrowError(range)
  expect(() => packedClaimProof(claims, -1)).toThrowError(range)
  const other = await buildPayoutTrees(
    leaves,
    oneThreadKit((bytes) => keccak(keccak(bytes))),
  )
  expect(other.payouts.root.hash).not.toBe(payouts.root.hash)
  expect(other.claims.root).not.toBe(claims.root)
})
