import { bytesToHex, concatBytes, encodeAbiParameters, hexToBytes } from 'viem'
import type { Address } from '../primitives/address.ts'
import { type Hasher, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { uint128 } from '../primitives/integers.ts'
import { assertLeafIndex, treeDepth } from './treeShape.ts'

/** One account's cumulative payout, in wei: the same leaf as in the payouts tree. */
export type Claim = { readonly account: Address; readonly cumulative: bigint }

/** The tree behind `claimsRoot`: `layers[0]` are the leaf hashes in the claims' order, the last layer is the root alone. */
export type ClaimsTree = {
  readonly root: Hex32
  readonly layers: readonly (readonly Hex32[])[]
  readonly claims: readonly Claim[]
}

/** Leaf: keccak(bytes.concat(keccak(abi.encode(address, uint256)))). */
export function claimLeaf(claim: Claim, hasher: Hasher = keccak): Hex32 {
  const cumulative = uint128(claim.cumulative, 'cumulative')
  const encoded = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [claim.account, cumulative])
  return bytesToHex(hasher(hasher(hexToBytes(encoded))))
}

/**
 * Inner node: the hash of both children, the smaller first (OpenZeppelin's `Hashes.commutativeKeccak256`); two empty
 * children make an empty node.
 */
export function claimsNode(a: Hex32, b: Hex32, hasher: Hasher = keccak): Hex32 {
  if (a === ZERO_HEX32 && b === ZERO_HEX32) return ZERO_HEX32
  return bytesToHex(
    hasher(a < b ? concatBytes([hexToBytes(a), hexToBytes(b)]) : concatBytes([hexToBytes(b), hexToBytes(a)])),
  )
}

/** Raises one layer of nodes by one level. */
function parents(nodes: readonly Hex32[], hasher: Hasher): Hex32[] {
  const above: Hex32[] = []
  for (let i = 0; i < nodes.length; i += 2)
    above.push(claimsNode(nodes[i] ?? ZERO_HEX32, nodes[i + 1] ?? ZERO_HEX32, hasher))
  return above
}

/**
 * Builds the claims tree: leaf i is the claim of payout i, padded on the right with empty nodes to a power of two. The
 * root of no claims is 0.
 * @param claims the payouts, in their order
 */
export function buildClaimsTree(claims: readonly Claim[], hasher: Hasher = keccak): ClaimsTree {
  const layers: (readonly Hex32[])[] = [claims.map((claim) => claimLeaf(claim, hasher))]
  for (let height = 0; height < treeDepth(claims.length); height++) layers.push(parents(layers[height] ?? [], hasher))
  return { root: layers.at(-1)?.[0] ?? ZERO_HEX32, layers, claims }
}

/**
 * The node `levels` levels above neighbours that start at a multiple of 2^levels.
 * @param nodes 1 to 2^levels; what follows them is empty
 */
export function claimsSubtreeNode(nodes: readonly Hex32[], levels: number, hasher: Hasher = keccak): Hex32 {
  let layer = nodes
  for (let level = 0; level < levels; level++) layer = parents(layer, hasher)
  return layer[0] ?? ZERO_HEX32
}

/** Proof for OpenZeppelin's `MerkleProof.verify`, of the claim at `index`. @throws MERKLE_INDEX_RANGE */
export function claimProof(tree: ClaimsTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.claims.length)
  return tree.layers.slice(0, -1).map((layer, height) => layer[(index >> height) ^ 1] ?? ZERO_HEX32)
}

/** Whether a claim is in the tree under `root`. */
export function verifyClaimProof(root: Hex32, claim: Claim, proof: readonly Hex32[], hasher: Hasher = keccak): boolean {
  let node = claimLeaf(claim, hasher)
  for (const sibling of proof) node = claimsNode(node, sibling, hasher)
  return node === root
}
