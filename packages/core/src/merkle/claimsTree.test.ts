import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText, keccak } from '../primitives/hash.ts'
import { ZERO_HEX32 } from '../primitives/hex.ts'
import { buildClaimsTree, claimLeaf, claimProof, verifyClaimProof } from './claimsTree.ts'

const claimsOf = (amounts: readonly bigint[]) =>
  amounts.map((cumulative, i) => ({ account: toAddress(hashText(`${i}`).slice(0, 42)), cumulative }))

test("is OpenZeppelin's StandardMerkleTree, root and proofs", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), { minLength: 1, maxLength: 40 }), (amounts) => {
      const claims = claimsOf(amounts)
      const ours = buildClaimsTree(claims)
      const theirs = StandardMerkleTree.of(
        claims.map(({ account, cumulative }) => [account, cumulative]),
        ['address', 'uint256'],
      )
      expect(ours.root).toBe(theirs.root)
      for (const [i, claim] of claims.entries()) {
        expect(claimLeaf(claim)).toBe(theirs.leafHash([claim.account, claim.cumulative]))
        const proof = claimProof(ours, i)
        expect(proof).toEqual(theirs.getProof(i))
        expect(verifyClaimProof(ours.root, claim, proof)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
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
