import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { claimsChunk, claimsChunkBelow, claimsChunkNodes, claimsNodeAbove } from './claimsChunks.ts'
import { buildClaimsTree, claimsSubtreeNode } from './claimsTree.ts'

const treeOf = (count: number) =>
  buildClaimsTree(
    Array.from({ length: count }, (_, i) => ({
      account: toAddress(hashText(`account ${i}`).slice(0, 42)),
      cumulative: BigInt(i) + 1n,
    })),
  )

test('chunks cover the tree: each hashes to the node above it, and those of a level follow each other', () => {
  for (const count of [1, 2, 3, 700, 1023, 1024, 1025, 1027, 2049, 2600]) {
    const tree = treeOf(count)
    const top = claimsChunkNodes(tree, 0) ?? []
    expect(claimsSubtreeNode(top, claimsChunk(count, 0)?.levels ?? 0)).toBe(tree.root)
    if (count <= 1024) {
      expect(top).toEqual(tree.layers[0])
      expect(claimsChunk(count, 1)).toBeUndefined()
      continue
    }
    const below = [...top.keys()].map((index) => claimsChunkNodes(tree, claimsChunkBelow(0, index)) ?? [])
    expect(below.flat()).toEqual(tree.layers[0])
    for (const [index, node] of top.entries()) {
      expect(claimsSubtreeNode(below[index] ?? [], claimsChunk(count, 1 + index)?.levels ?? 0)).toBe(node)
    }
    expect(claimsChunk(count, 1 + top.length)).toBeUndefined()
  }
})

test('of any size: a chunk hangs below a node that exists, and its number follows from that', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }), (count, any) => {
      for (const chunk of [any, (any % 5000) + 1]) {
        const above = claimsNodeAbove(chunk)
        expect(claimsChunkBelow(above.chunk, above.index)).toBe(chunk)
        const place = claimsChunk(count, chunk)
        if (place === undefined) continue
        expect(place.length).toBeLessThanOrEqual(1024)
        const parent = claimsChunk(count, above.chunk)
        expect(parent?.height).toBe(place.height + place.levels)
        expect((parent?.first ?? 0) + above.index).toBe(place.first / 2 ** place.levels)
        expect(above.index).toBeLessThan(parent?.length ?? 0)
      }
    }),
  )
  expect(claimsChunk(0, 0)).toBeUndefined()
  expect(claimsChunk(2 ** 32 - 1, 2 ** 32 - 1)).toBeUndefined()
})
