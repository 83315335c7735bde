import fc from 'fast-check'
import { bytesToHex, concatBytes, hexToBytes } from 'viem'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { claimsMultiproof, packClaim } from './claimsMultiproof.ts'
import { buildClaimsTree, type ClaimsTree, claimLeaf } from './claimsTree.ts'

const treeOf = (count: number) =>
  buildClaimsTree(
    Array.from({ length: count }, (_, i) => ({
      account: toAddress(hashText(`account ${i}`).slice(0, 42)),
      cumulative: BigInt(i) + 1n,
    })),
  )
const nodesOf = (tree: ClaimsTree) => ({
  nodeAt: (height: number, position: number) => tree.layers[height]?.[position] ?? ZERO_HEX32,
})
const allOf = (tree: ClaimsTree) => [...tree.claims.keys()]

/** The vault's side: OpenZeppelin's `processMultiProof`, from its documentation. */
function rootOf({ claims, proof, flags }: ReturnType<typeof claimsMultiproof>): Hex32 | undefined {
  const known = claims.map((word) =>
    claimLeaf({ account: toAddress(word.slice(0, 42)), cumulative: BigInt(`0x${word.slice(42)}`) }),
  )
  const left = [...proof]
  const hashes = claims.length + proof.length - 1
  for (let i = 0; i < hashes; i++) {
    const flag = ((flags[Math.floor(i / 256)] ?? 0n) >> BigInt(i % 256)) & 1n
    const a = known.shift()
    const b = flag === 1n ? known.shift() : left.shift()
    if (a === undefined || b === undefined) return undefined
    const [low, high] = a < b ? [a, b] : [b, a]
    known.push(bytesToHex(keccak(concatBytes([hexToBytes(low), hexToBytes(high)]))))
  }
  return left.length === 0 && known.length === 1 ? known[0] : undefined
}

test('any choice of claims of any tree leads to its root', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 70 }),
      (count, seeds) => {
        const tree = treeOf(count)
        const indexes = [...new Set(seeds.map((seed) => seed % count))]
        expect(rootOf(claimsMultiproof(nodesOf(tree), tree.claims, indexes))).toBe(tree.root)
      },
    ),
    { numRuns: 60 },
  )
})

test('a full tree needs no sibling, and more than 256 flags take several words', () => {
  const tree = treeOf(512)
  const all = claimsMultiproof(nodesOf(tree), tree.claims, allOf(tree))
  expect([all.claims.length, all.proof.length, all.flags.length]).toEqual([512, 0, 2])
  expect(rootOf(all)).toBe(tree.root)
  const padded = treeOf(300)
  // The empty nodes behind the last leaf: of 4, 16, 64 and 128 leaves.
  expect(claimsMultiproof(nodesOf(padded), padded.claims, allOf(padded)).proof).toEqual(Array(4).fill(ZERO_HEX32))
  expect(rootOf(claimsMultiproof(nodesOf(padded), padded.claims, allOf(padded)))).toBe(padded.root)
})

test('a claim is one word', () => {
  const account = toAddress(`0x${'ab'.repeat(20)}`)
  expect(packClaim({ account, cumulative: 255n })).toBe(`${account}${'ff'.padStart(24, '0')}`)
  expect(() => packClaim({ account, cumulative: 2n ** 96n })).toThrow(/cumulative/)
})

test('neighbours share their proof', () => {
  const tree = treeOf(256)
  const batch = claimsMultiproof(nodesOf(tree), tree.claims, allOf(tree).slice(100, 116))
  expect(rootOf(batch)).toBe(tree.root)
  expect(batch.proof.length).toBeLessThanOrEqual(2 * 8)
})
