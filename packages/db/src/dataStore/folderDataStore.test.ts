import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFolderDataStore } from './folderDataStore.ts'

const bytes = new TextEncoder().encode('hello')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-data-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('gives back what was put, twice is once, nothing temporary stays', async () => {
  const store = createFolderDataStore(folder)
  const hash = await store.put(bytes)
  expect(hash).toBe('0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8')
  expect(await store.put(bytes)).toBe(hash)
  expect(await store.get(hash)).toEqual(bytes)
  expect(await readdir(folder)).toEqual(['1c'])
})

test('names what is missing, corrupt or no address', async () => {
  const store = createFolderDataStore(folder)
  const hash = await store.put(bytes)
  await writeFile(join(folder, hash.slice(2, 4), hash.slice(4)), 'hellp')
  await expect(store.get(hash)).rejects.toMatchObject({ code: 'DATA_CORRUPT' })
  expect(await store.put(bytes)).toBe(hash)
  expect(await store.get(hash)).toEqual(bytes)
  await expect(store.get(`0x${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' })
  await expect(store.get('0x../../etc/passwd')).rejects.toMatchObject({ code: 'DATA_ADDRESS_INVALID' })
})
