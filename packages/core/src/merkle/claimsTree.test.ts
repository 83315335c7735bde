import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { concatBytes, hexToBytes } from 'viem'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashBytes, hashText, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { buildClaimsTree, claimLeaf, claimProof, claimsSubtreeNode, verifyClaimProof } from './claimsTree.ts'

const claimsOf = (amounts: readonly bigint[]) =>
  amounts.map((cumulative, i) => ({ account: toAddress(hashText(`${i}`).slice(0, 42)), cumulative }))
const amountsOf = (minLength: number, maxLength: number) =>
  fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), { minLength, maxLength })

test("of 2^k claims it is OpenZeppelin's tree of the same order, root and proofs", () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, 3, 4, 5), amountsOf(32, 32), (k, amounts) => {
      const claims = claimsOf(amounts.slice(0, 2 ** k))
      const ours = buildClaimsTree(claims)
      const theirs = StandardMerkleTree.of(
        claims.map(({ account, cumulative }) => [account, cumulative]),
        ['address', 'uint256'],
        { sortLeaves: false },
      )
      expect(ours.root).toBe(theirs.root)
      for (const [i, claim] of claims.entries()) {
        expect(claimLeaf(claim)).toBe(theirs.leafHash([claim.account, claim.cumulative]))
        expect(claimProof(ours, i)).toEqual(theirs.getProof(i))
      }
    }),
    { numRuns: 30 },
  )
})

/** The protocol's page read top down: the node over the 2^height leaves from `first` on. */
function nodeOver(leaves: readonly Hex32[], first: number, height: number): Hex32 {
  if (first >= leaves.length) return ZERO_HEX32
  if (height === 0) return leaves[first] ?? ZERO_HEX32
  const half = 2 ** (height - 1)
  const children = [nodeOver(leaves, first, height - 1), nodeOver(leaves, first + half, height - 1)].sort()
  return hashBytes(concatBytes(children.map((child) => hexToBytes(child))))
}

test('of any number of claims it is padded with empty nodes, in the order of the claims', () => {
  fc.assert(
    fc.property(amountsOf(1, 70), fc.nat({ max: 6 }), (amounts, levels) => {
      const claims = claimsOf(amounts)
      const leaves = claims.map((claim) => claimLeaf(claim))
      const tree = buildClaimsTree(claims)
      const depth = Math.ceil(Math.log2(claims.length))
      expect(tree.root).toBe(nodeOver(leaves, 0, depth))
      for (const [i, claim] of claims.entries()) {
        const proof = claimProof(tree, i)
        expect(proof.length).toBe(depth)
        expect(verifyClaimProof(tree.root, claim, proof)).toBe(true)
        expect(verifyClaimProof(tree.root, { ...claim, cumulative: claim.cumulative ^ 1n }, proof)).toBe(false)
      }
      const first = 2 ** levels * Math.floor((claims.length - 1) / 2 ** levels)
      const run = leaves.slice(first, first + 2 ** levels)
      expect(claimsSubtreeNode(run, levels)).toBe(nodeOver(leaves, first, levels))
    }),
    { numRuns: 40 },
  )
})

test('the order of the claims counts', () => {
  const claims = claimsOf([1n, 2n, 3n, 4n])
  const [a, b, c, d] = claims
  const root = buildClaimsTree(claims).root
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four claims')
  expect(buildClaimsTree([a, c, b, d]).root).not.toBe(root)
  // The hash has no left and right: places are bound by answers on chain, not by the root.
  expect(buildClaimsTree([b, a, c, d]).root).toBe(root)
})

test('no claims, a foreign index, a sum that passes uint128, another hash function', () => {
  expect(buildClaimsTree([]).root).toBe(ZERO_HEX32)
  expect(() => claimProof(buildClaimsTree([]), 0)).toThrowError(expect.objectContaining({ code: 'MERKLE_INDEX_RANGE' }))
  expect(() => buildClaimsTree(claimsOf([2n ** 128n]))).toThrowError(
    expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }),
  )
  const other = buildClaimsTree(claimsOf([1n, 2n]), (bytes) => keccak(keccak(bytes)))
  expect(other.root).not.toBe(buildClaimsTree(claimsOf([1n, 2n])).root)
})
