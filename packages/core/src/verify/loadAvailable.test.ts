import { expect, test } from 'vitest'
import { second, world } from '../../test/liar.ts'
import type { DataStore } from '../data/dataStore.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { TREE_NAMES } from '../data/epochManifest.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { loadAvailable } from './loadAvailable.ts'

const { chainId, settlement } = world.base
const context = { chainId, settlement, previousData: second.manifest.previousData }
const { trees, versions, logs } = second.manifest

/** What is read when some of the blobs can't be. */
async function without(gone: readonly (Hex32 | undefined)[]) {
  const whole = new MemoryDataStore()
  await publishEpoch(second, whole)
  const store: Pick<DataStore, 'get' | 'put'> = {
    put: (bytes) => whole.put(bytes),
    get: (address) => (gone.includes(address) ? Promise.resolve(new Uint8Array([1])) : whole.get(address)),
  }
  return loadAvailable(store, second.epoch, context)
}

test('all that is published is there, as it was published', async () => {
  const { leaves, ...rest } = await without([])
  expect(rest.isWhole).toBe(true)
  expect(leaves).toEqual(second.leaves)
  expect(rest.versions.map(({ root }) => root)).toEqual(versions.map(({ root }) => root))
  expect(rest.logs.map(({ modelId }) => modelId)).toEqual(logs.map(({ modelId }) => modelId))
})

test('a damaged chunk takes its tree with it, and nothing else', async () => {
  for (const tree of TREE_NAMES) {
    const { leaves, isWhole } = await without([trees[tree].chunks[0]])
    expect(leaves).toEqual({ ...second.leaves, [tree]: undefined })
    expect(isWhole).toBe(false)
  }
})

test('a version and a log that are not there, and a manifest that is not', async () => {
  const some = await without([versions[0]?.data, logs[0]?.log])
  expect(some.versions.map(({ root }) => root)).toEqual(versions.slice(1).map(({ root }) => root))
  expect(some.isWhole).toBe(false)
  const others = logs.filter(({ log }) => log !== logs[0]?.log)
  expect(some.logs.map(({ modelId }) => modelId)).toEqual(others.map(({ modelId }) => modelId))
  expect(await without([second.epoch.dataCommitment])).toEqual({
    leaves: {},
    versions: [],
    logs: [],
    isWhole: false,
  })
})

test('a store that cannot be read is no missing data', async () => {
  const store = { put: async () => second.epoch.dataCommitment, get: () => Promise.reject(new TypeError('no disk')) }
  await expect(loadAvailable(store, second.epoch, context)).rejects.toThrow('no disk')
  const refused = new OpenLedgerError(coreErrors.CORE_INPUT_INVALID, 'not an address')
  const other = { ...store, get: () => Promise.reject(refused) }
  await expect(loadAvailable(other, second.epoch, context)).rejects.toThrow('not an address')
})
