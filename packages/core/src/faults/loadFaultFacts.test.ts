import { expect, test } from 'vitest'
import { first, must, second, world } from '../../test/liar.ts'
import { memoryChain } from '../../test/memoryChain.ts'
import { POSTED_AT } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { versionDataBytes } from '../data/versionData.ts'
import { hashBytes } from '../primitives/hash.ts'
import { type FaultReader, loadFaultFacts } from './loadFaultFacts.ts'

const reader: FaultReader = { ...memoryChain(world, [first, second]), channelOperator: async () => undefined }
const blocks = { current: 20n, previous: 10n, postedAt: POSTED_AT }
const load = (versions: typeof world.base.versions, store?: MemoryDataStore) =>
  loadFaultFacts(reader, world.base.operator, [{ leaves: second.leaves, versions, logs: [] }], blocks, store)

test('a version that the operator leaves out is read from the store; a damaged or missing one is not there', async () => {
  const store = new MemoryDataStore()
  const [kept, other] = world.base.versions
  const root = must(other).root
  expect((await load([must(kept)])).versions.has(root)).toBe(false)
  expect((await load([must(kept)], store)).versions.has(root)).toBe(false)
  const bytes = versionDataBytes(must(other).records)
  await store.put(bytes)
  const facts = await load([must(kept)], store)
  expect(facts.versions).toEqual((await load(world.base.versions)).versions)
  expect(facts.versionLeaves.get(root)).toEqual(
    must(other).records.toSorted((a, b) => (a.commitment < b.commitment ? -1 : 1)),
  )
  store.blobs.set(hashBytes(bytes), bytes.slice(1))
  expect((await load([must(kept)], store)).versions.has(root)).toBe(false)
})
