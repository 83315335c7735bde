import fc from 'fast-check'
import { concatHex, keccak256 } from 'viem'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import {
  buildPlainTree,
  plainNode,
  plainProof,
  plainRoot,
  plainRootOfNodes,
  plainSubtreeNode,
  verifyPlainProof,
} from './plainTree.ts'
import { treeDepth } from './treeShape.ts'

const leavesOf = (count: number, seed = 1) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.hex32())
}

test('node, padding, empty tree, one leaf', () => {
  const [a = ZERO_HEX32, b = ZERO_HEX32, c = ZERO_HEX32] = leavesOf(3)
  expect(plainNode(a, b)).toBe(keccak256(concatHex(['0x01', a, b])))
  expect(plainNode(ZERO_HEX32, ZERO_HEX32)).toBe(ZERO_HEX32)
  expect(plainRoot([])).toBe(ZERO_HEX32)
  expect(plainRoot([a])).toBe(a)
  expect(plainRoot([a, b, c])).toBe(plainNode(plainNode(a, b), plainNode(c, ZERO_HEX32)))
  expect([0, 1, 2, 3, 4, 5, 256, 257].map(treeDepth)).toEqual([0, 0, 1, 2, 2, 3, 8, 9])
})

test('every leaf has a proof, and it proves nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (count, seed, at) => {
      const leaves = leavesOf(count, seed)
      const tree = buildPlainTree(leaves)
      const index = at % count
      const proof = plainProof(tree, index)
      const claim = { root: tree.root, count, index, leaf: leaves[index] ?? ZERO_HEX32, proof }
      expect(verifyPlainProof(claim)).toBe(true)
      expect(verifyPlainProof({ ...claim, leaf: leavesOf(1, seed + 1)[0] ?? ZERO_HEX32 })).toBe(false)
      expect(verifyPlainProof({ ...claim, proof: [...proof, ZERO_HEX32] })).toBe(false)
      expect(verifyPlainProof({ ...claim, index: count })).toBe(false)
      if (count > 1) expect(verifyPlainProof({ ...claim, index: (index + 1) % count })).toBe(false)
    }),
  )
  expect(() => plainProof(buildPlainTree(leavesOf(3)), 3)).toThrowError(
    expect.objectContaining({ code: 'MERKLE_INDEX_RANGE' }),
  )
})

test('an aligned chunk is one node, and the nodes give the root', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 0, max: 5 }), fc.nat(), (count, height, seed) => {
      const leaves = leavesOf(count, seed)
      const tree = buildPlainTree(leaves)
      const level = Math.min(height, treeDepth(count))
      const nodes: Hex32[] = []
      for (let start = 0; start < count; start += 2 ** level)
        nodes.push(plainSubtreeNode(leaves.slice(start, start + 2 ** level), level))
      expect(nodes).toEqual(tree.layers[level])
      expect(plainRootOfNodes(nodes)).toBe(tree.root)
    }),
  )
})

test('the hash function is a parameter', () => {
  const zeroes = () => new Uint8Array(32).fill(7)
  expect(plainRoot(leavesOf(5), zeroes)).toBe(`0x${'07'.repeat(32)}`)
})
