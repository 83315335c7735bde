import { expect, test } from 'vitest'
import { memoryChain } from '../../test/memoryChain.ts'
import { seededRandom } from '../../test/random.ts'
import { makeCalls, makeWorld } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import type { EpochManifest } from '../data/epochManifest.ts'
import { buildEpoch } from '../epoch/buildEpoch.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { verifyEpoch } from './verifyEpoch.ts'

/** Which files a blob is, by its address. */
function filesOf(manifest: EpochManifest, dataCommitment: Hex32): Map<Hex32, string[]> {
  const files = new Map<Hex32, string[]>()
  const add = (address: Hex32, file: string) => files.set(address, [...(files.get(address) ?? []), file])
  add(dataCommitment, 'manifest')
  for (const [tree, { chunks }] of Object.entries(manifest.trees))
    for (const [i, address] of chunks.entries()) add(address, `${tree}/chunks/${i}`)
  add(manifest.rules, 'rules')
  for (const { root, data } of manifest.versions) add(data, `versions/${root}`)
  for (const entry of manifest.logs) {
    add(entry.manifest, `logs/${entry.modelId}/manifest`)
    add(entry.log, `logs/${entry.modelId}/log`)
  }
  return files
}

test('a random byte flipped in a random blob is found and named, 200 times', async () => {
  const world = makeWorld(3)
  const random = seededRandom(2_000)
  const store = new MemoryDataStore()
  const built = await buildEpoch({
    ...world.base,
    number: 1n,
    previous: undefined,
    ...(await makeCalls(world, undefined, 40)),
  })
  await publishEpoch(built, store)
  const chain = memoryChain(world, [built])
  const files = filesOf(built.manifest, built.epoch.dataCommitment)
  expect([...files.keys()].sort()).toEqual([...built.blobs.keys()].sort())
  const hit = new Set<string>()
  for (let i = 0; i < 200; i++) {
    const address = random.pick([...built.blobs.keys()])
    const bytes = store.blobs.get(address)
    if (bytes === undefined) throw new Error('not published')
    const at = random.below(bytes.length)
    const flip = 1 + random.below(255)
    bytes[at] = (bytes[at] ?? 0) ^ flip
    const { ok, firstDifference } = await verifyEpoch({ chain, store, operator: world.base.operator, number: 1n })
    bytes[at] = (bytes[at] ?? 0) ^ flip
    expect(ok).toBe(false)
    expect(firstDifference?.code).toBe('VERIFY_BLOB_HASH')
    expect(files.get(address)?.map((file) => `${file} ${address}`)).toContain(firstDifference?.file)
    expect(firstDifference?.expected).toBe(address)
    hit.add(address)
  }
  expect(hit.size).toBe(built.blobs.size)
  expect((await verifyEpoch({ chain, store, operator: world.base.operator, number: 1n })).ok).toBe(true)
})

test('a chunk names its leaves; a withheld blob and a store that found damage are named too; a broken store is no finding', async () => {
  const world = makeWorld(4)
  const store = new MemoryDataStore()
  const built = await buildEpoch({
    ...world.base,
    number: 1n,
    previous: undefined,
    ...(await makeCalls(world, undefined, 20)),
  })
  await publishEpoch(built, store)
  const chain = memoryChain(world, [built])
  const verify = (get: (hash: Hex32) => Promise<Uint8Array>) =>
    verifyEpoch({ chain, store: { put: (bytes) => store.put(bytes), get }, operator: world.base.operator, number: 1n })
  const [credits = '0x'] = built.manifest.trees.credits.chunks
  const spoilt = await verify(async (hash) => (hash === credits ? new Uint8Array([1]) : store.get(hash)))
  const last = Math.min(built.manifest.trees.credits.chunkSize, built.leaves.credits.length) - 1
  expect(spoilt.firstDifference).toMatchObject({
    code: 'VERIFY_BLOB_HASH',
    file: `credits/chunks/0 ${credits}`,
    leaf: `leaves 0-${last}`,
    field: 'keccak',
  })
  const withheld = await verify(async (hash) => (hash === credits ? new MemoryDataStore().get(hash) : store.get(hash)))
  expect(withheld.firstDifference).toMatchObject({ code: 'VERIFY_BLOB_MISSING', file: `credits/chunks/0 ${credits}` })
  await expect(verify(() => Promise.reject(new Error('disk on fire')))).rejects.toThrow('disk on fire')
})
