import { TREE_NAMES } from '@openledger/core/data/epochManifest.ts'
import { expect, test } from 'vitest'
import { second } from '../../../core/test/liar.ts'
import { decodeChunk } from './decodeChunk.ts'
import { encodeChunk } from './encodeChunk.ts'

const leaves = { ...second.leaves, receipts: second.leaves.receipts.map(({ receipt }) => ({ receipt })) }

test('what a chunk was encoded from comes out again, for every tree', () => {
  for (const tree of TREE_NAMES) {
    const size = 4
    const all = leaves[tree].map((_, chunk) =>
      chunk * size < leaves[tree].length ? decodeChunk(tree, encodeChunk(second, tree, chunk, size)) : [],
    )
    expect(all.flat()).toEqual(leaves[tree])
  }
})

test('bytes that are no run are refused', () => {
  for (const tree of TREE_NAMES) expect(() => decodeChunk(tree, '0x1234')).toThrow()
})
