import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { keccak256, toBytes, toRlp } from 'viem'

/** What RLP encodes: bytes, or a list of such. */
type Item = Uint8Array | readonly Item[]
type Leaf = { readonly path: readonly number[]; readonly value: Uint8Array }

/** Root of a Merkle-Patricia trie of nothing. */
const EMPTY_ROOT: Hex32 = keccak256('0x80')
const nothing = new Uint8Array()

/**
 * Root of the Merkle-Patricia trie that a block's header commits its transactions and receipts with: keys are the RLP of
 * the indexes 0, 1, 2 …
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Hex32 {
  if (values.length === 0) return EMPTY_ROOT
  const leaves = values.map((value, index): Leaf => ({ path: nibbles(encode(indexBytes(index))), value }))
  return keccak256(encode(node(leaves, 0)))
}

/** The node under which all given leaves lie, whose paths agree up to `depth`. */
function node(leaves: readonly Leaf[], depth: number): Item {
  const [first] = leaves
  if (first === undefined) return nothing
  if (leaves.length === 1) return [compact(first.path.slice(depth), true), first.value]
  const shared = sharedLength(leaves, depth)
  if (shared > 0)
    return [compact(first.path.slice(depth, depth + shared), false), reference(node(leaves, depth + shared))]
  const groups = Map.groupBy(
    leaves.filter(({ path }) => path.length > depth),
    ({ path }) => path[depth] ?? 0,
  )
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const group = groups.get(nibble)
    return group === undefined ? nothing : reference(node(group, depth + 1))
  })
  return [...children, leaves.find(({ path }) => path.length === depth)?.value ?? nothing]
}

/** How many nibbles after `depth` all paths share. */
function sharedLength(leaves: readonly Leaf[], depth: number): number {
  const [first] = leaves
  let length = 0
  const agree = (at: number) => leaves.every(({ path }) => at < path.length && path[at] === first?.path[at])
  while (agree(depth + length)) length++
  return length
}

/** A node inside its parent: itself when it is short, else its hash. */
function reference(item: Item): Item {
  const encoded = encode(item)
  return encoded.length < 32 ? item : keccak256(encoded, 'bytes')
}

/** Hex-prefix encoding of a path. */
function compact(path: readonly number[], leaf: boolean): Uint8Array {
  const flag = leaf ? 2 : 0
  const padded = path.length % 2 === 1 ? [flag + 1, ...path] : [flag, 0, ...path]
  return Uint8Array.from(
    { length: padded.length / 2 },
    (_, i) => ((padded[2 * i] ?? 0) << 4) | (padded[2 * i + 1] ?? 0),
  )
}

function nibbles(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15])
}

function indexBytes(index: number): Uint8Array {
  if (index === 0) return nothing
  return toBytes(index)
}

function encode(item: Item): Uint8Array {
  return toRlp(item as Parameters<typeof toRlp>[0] as Uint8Array, 'bytes')
}
