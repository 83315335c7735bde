import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/random.ts'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { toAddress } from '../primitives/address.ts'
import { hashBytes, hashText } from '../primitives/hash.ts'
import { CHUNK_BYTES_MAX, cutChunks } from './chunks.ts'
import { MemoryDataStore } from './dataStore.ts'
import { parseEpochManifest } from './epochManifest.ts'
import { parseVersionData, versionDataBytes, versionRoot } from './versionData.ts'

test('chunks are canonical, aligned, at most 256 leaves and 64 KB, and as large as that allows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 3_000 }), (count, size) => {
      const leaves = Array.from({ length: count }, (_, i) => ({ i, text: 'x'.repeat(size) }))
      const { chunkSize, chunks } = cutChunks(leaves)
      expect(chunks.length).toBe(Math.ceil(count / chunkSize))
      expect(chunks.every((chunk) => chunk.length <= CHUNK_BYTES_MAX)).toBe(true)
      expect(chunks.flatMap((chunk) => JSON.parse(new TextDecoder().decode(chunk)) as unknown[])).toEqual(leaves)
      expect([256, 128, 64, 32, 16, 8, 4, 2, 1]).toContain(chunkSize)
      const [first] = chunks
      if (chunkSize < 256 && first !== undefined && count >= 2 * chunkSize)
        expect(canonicalBytes(leaves.slice(0, 2 * chunkSize)).length + 200 > CHUNK_BYTES_MAX).toBe(true)
    }),
    { numRuns: 25 },
  )
  expect(() => cutChunks(['x'.repeat(CHUNK_BYTES_MAX)])).toThrowError(
    expect.objectContaining({ code: 'DATA_LEAF_TOO_LARGE' }),
  )
})

test('a version is its records in order, each once', () => {
  const random = seededRandom(1)
  const records = Array.from({ length: 9 }, () => ({
    commitment: random.hex32(),
    contributor: toAddress(random.hex32().slice(0, 42)),
  }))
  expect(versionRoot([...records].reverse())).toBe(versionRoot(records))
  const bytes = versionDataBytes(records)
  expect(versionRoot(parseVersionData(bytes))).toBe(versionRoot(records))
  expect(() => versionRoot([...records, ...records])).toThrowError(
    expect.objectContaining({ code: 'CORE_INPUT_INVALID' }),
  )
  const unsorted = canonicalBytes(parseVersionData(bytes).reverse())
  expect(() => parseVersionData(unsorted)).toThrowError(expect.objectContaining({ code: 'CORE_INPUT_INVALID' }))
})

test('the memory store gives back what was put', async () => {
  const store = new MemoryDataStore()
  const bytes = new Uint8Array([1, 2, 3])
  const hash = await store.put(bytes)
  expect(hash).toBe(hashBytes(bytes))
  bytes[0] = 9
  expect(await store.get(hash)).toEqual(new Uint8Array([1, 2, 3]))
  await expect(store.get(hashText('other'))).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' })
})

test('a manifest whose chunks do not cover its count, or that repeats a version, is refused', () => {
  const tree = { count: 0, chunkSize: 256, chunks: [] as string[] }
  const [a, b] = [hashText('a'), hashText('b')].sort() as [string, string]
  const manifest = {
    kind: 'openledger.epoch',
    version: 1,
    chainId: 1,
    settlement: `0x${'11'.repeat(20)}`,
    operator: `0x${'22'.repeat(20)}`,
    epoch: '1',
    previousData: null,
    trees: { receipts: tree, attributions: tree, credits: tree, payouts: tree },
    rules: a,
    versions: [
      { root: a, data: a },
      { root: b, data: b },
    ],
    logs: [],
  }
  expect(parseEpochManifest(canonicalBytes(manifest)).epoch).toBe(1n)
  const receipts = (changes: object) => ({
    ...manifest,
    trees: { ...manifest.trees, receipts: { ...tree, ...changes } },
  })
  for (const bad of [
    receipts({ count: 1 }),
    receipts({ chunks: [a] }),
    receipts({ chunkSize: 512 }),
    receipts({ chunkSize: 3 }),
    { ...manifest, versions: [...manifest.versions].reverse() },
    { ...manifest, versions: [manifest.versions[0], manifest.versions[0]] },
  ]) {
    expect(() => parseEpochManifest(canonicalBytes(bad))).toThrowError(
      expect.objectContaining({ code: 'CORE_INPUT_INVALID' }),
    )
  }
})
