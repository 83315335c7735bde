import fc from 'fast-check'
import { concatHex, keccak256, numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import {
  buildSumTree,
  EMPTY_SUM_NODE,
  type SumNode,
  sumNode,
  sumProof,
  sumRootOfNodes,
  sumSubtreeNode,
  verifySumProof,
} from './sumTree.ts'
import { treeDepth } from './treeShape.ts'

const sums = fc.array(fc.bigInt({ min: 0n, max: 2n ** 100n }), { minLength: 1, maxLength: 50 })
const leavesOf = (amounts: readonly bigint[]): SumNode[] => {
  const random = seededRandom(amounts.length)
  return amounts.map((sum) => ({ hash: random.hex32(), sum }))
}

test('a node hashes both hashes and both sums', () => {
  const [left = EMPTY_SUM_NODE, right = EMPTY_SUM_NODE] = leavesOf([5n, UINT128_MAX - 5n])
  const u128 = (value: bigint) => numberToHex(value, { size: 16 })
  expect(sumNode(left, right)).toEqual({
    hash: keccak256(concatHex(['0x02', left.hash, u128(left.sum), right.hash, u128(right.sum)])),
    sum: UINT128_MAX,
  })
  expect(sumNode(EMPTY_SUM_NODE, EMPTY_SUM_NODE)).toEqual(EMPTY_SUM_NODE)
  expect(buildSumTree([]).root).toEqual(EMPTY_SUM_NODE)
  expect(buildSumTree([left]).root).toEqual(left)
})

test('overflow and sums outside uint128 are errors', () => {
  expect(() => buildSumTree(leavesOf([UINT128_MAX, 1n]))).toThrowError(
    expect.objectContaining({ code: 'MERKLE_SUM_OVERFLOW' }),
  )
  expect(() => buildSumTree(leavesOf([-1n]))).toThrowError(expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }))
  expect(() => buildSumTree(leavesOf([UINT128_MAX + 1n]))).toThrowError(
    expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
  )
})

test('proofs hold for the leaf, its sum and its place only', () => {
  fc.assert(
    fc.property(sums, fc.nat(), (amounts, at) => {
      const leaves = leavesOf(amounts)
      const tree = buildSumTree(leaves)
      const index = at % leaves.length
      const leaf = leaves[index] ?? EMPTY_SUM_NODE
      const claim = { root: tree.root, count: tree.count, index, leaf, proof: sumProof(tree, index) }
      expect(tree.root.sum).toBe(amounts.reduce((sum, amount) => sum + amount, 0n))
      expect(verifySumProof(claim)).toBe(true)
      expect(verifySumProof({ ...claim, leaf: { ...leaf, sum: leaf.sum + 1n } })).toBe(false)
      expect(verifySumProof({ ...claim, root: { ...tree.root, sum: tree.root.sum + 1n } })).toBe(false)
      expect(verifySumProof({ ...claim, proof: claim.proof.map((node) => ({ ...node, sum: UINT128_MAX + 1n })) })).toBe(
        leaves.length === 1,
      )
      if (leaves.length > 1) expect(verifySumProof({ ...claim, index: (index + 1) % leaves.length })).toBe(false)
    }),
  )
})

test('an aligned chunk is one node, and the nodes give the root', () => {
  fc.assert(
    fc.property(sums, fc.integer({ min: 0, max: 5 }), (amounts, height) => {
      const leaves = leavesOf(amounts)
      const level = Math.min(height, treeDepth(leaves.length))
      const nodes: SumNode[] = []
      for (let start = 0; start < leaves.length; start += 2 ** level)
        nodes.push(sumSubtreeNode(leaves.slice(start, start + 2 ** level), level))
      expect(sumRootOfNodes(nodes)).toEqual(buildSumTree(leaves).root)
    }),
  )
})
