import { bytesToHex, concatBytes, encodeAbiParameters, hexToBytes } from 'viem'
import type { Address } from '../primitives/address.ts'
import { type Hasher, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { uint128 } from '../primitives/integers.ts'
import { assertLeafIndex } from './treeShape.ts'

/** One account's cumulative payout, in wei: the same leaf as in the payouts tree. */
export type Claim = { readonly account: Address; readonly cumulative: bigint }

/** The tree behind `claimsRoot`: OpenZeppelin's array layout, `nodes[0]` being the root. */
export type ClaimsTree = {
  readonly root: Hex32
  readonly nodes: readonly Hex32[]
  readonly claims: readonly Claim[]
  readonly places: readonly number[]
}

/** Leaf: keccak(bytes.concat(keccak(abi.encode(address, uint256)))). */
export function claimLeaf(claim: Claim, hasher: Hasher = keccak): Hex32 {
  const cumulative = uint128(claim.cumulative, 'cumulative')
  const encoded = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [claim.account, cumulative])
  return bytesToHex(hasher(hasher(hexToBytes(encoded))))
}

/** Inner node: the hash of both children, the smaller first (OpenZeppelin's `Hashes.commutativeKeccak256`). */
function pair(a: Hex32, b: Hex32, hasher: Hasher): Hex32 {
  return bytesToHex(
    hasher(a < b ? concatBytes([hexToBytes(a), hexToBytes(b)]) : concatBytes([hexToBytes(b), hexToBytes(a)])),
  )
}

/**
 * Builds the claims tree: leaf hashes sorted ascending fill a complete binary tree from its end,
 * as OpenZeppelin's StandardMerkleTree does. The root of no claims is 0.
 */
export function buildClaimsTree(claims: readonly Claim[], hasher: Hasher = keccak): ClaimsTree {
  if (claims.length === 0) return { root: ZERO_HEX32, nodes: [], claims, places: [] }
  const sorted = claims
    .map((claim, index) => ({ index, hash: claimLeaf(claim, hasher) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
  const size = 2 * claims.length - 1
  const nodes = new Array<Hex32>(size).fill(ZERO_HEX32)
  const places = new Array<number>(claims.length).fill(0)
  for (const [rank, leaf] of sorted.entries()) {
    nodes[size - 1 - rank] = leaf.hash
    places[leaf.index] = size - 1 - rank
  }
  for (let i = claims.length - 2; i >= 0; i--)
    nodes[i] = pair(nodes[2 * i + 1] ?? ZERO_HEX32, nodes[2 * i + 2] ?? ZERO_HEX32, hasher)
  return { root: nodes[0] ?? ZERO_HEX32, nodes, claims, places }
}

/** Proof for OpenZeppelin's `MerkleProof.verify`, of the claim at `index`. @throws MERKLE_INDEX_RANGE */
export function claimProof(tree: ClaimsTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.claims.length)
  const proof: Hex32[] = []
  let at = tree.places[index] ?? 0
  while (at > 0) {
    proof.push(tree.nodes[at % 2 === 0 ? at - 1 : at + 1] ?? ZERO_HEX32)
    at = (at - 1) >> 1
  }
  return proof
}

/** Whether a claim is in the tree under `root`. */
export function verifyClaimProof(root: Hex32, claim: Claim, proof: readonly Hex32[], hasher: Hasher = keccak): boolean {
  let node = claimLeaf(claim, hasher)
  for (const sibling of proof) node = pair(node, sibling, hasher)
  return node === root
}
