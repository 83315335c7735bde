import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweepIncoming } from './incoming.ts'
import { listAdapters } from './listAdapters.ts'
import { adapterIdOf } from './origin.ts'
import { removeAdapter } from './removeAdapter.ts'
import { verifyAdapter } from './verifyAdapter.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const names = ['adapter.gguf', 'adapter_config.json', 'adapter_model.safetensors']
const id = adapterIdOf(sha256('adapter_config.json'), sha256('adapter_model.safetensors'))
const origin: StoredAdapter = {
  id,
  source: 'folder:/a',
  revision: null,
  weightsAsFetched: sha256('w'),
  fetchedAt: '2026-01-01T00:00:00.000Z',
  licence: { id: 'MIT', from: 'operator' },
  base: { id: 'b', sha256: sha256('b'), declared: null, named: 'none' },
  modules: 1,
  rank: 1,
  files: Object.fromEntries(names.map((name) => [name, { bytes: name.length, sha256: sha256(name) }])),
}

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verify-'))
  await mkdir(join(dir, id))
  for (const name of names) await writeFile(join(dir, id, name), name)
  await writeFile(join(dir, id, 'origin.json'), JSON.stringify(origin))
})
afterEach(() => rm(dir, { recursive: true }))
const at = (name: string) => join(dir, id, name)
const code = (name: string) => expect.objectContaining({ code: name })

test('an adapter as it was kept', async () => {
  expect(await verifyAdapter(dir, id)).toEqual(origin)
  expect(await listAdapters(dir)).toEqual({ adapters: [origin], damaged: [] })
})

test.each([
  ['a byte more', () => appendFile(at('adapter.gguf'), 'x')],
  ['another byte', () => writeFile(at('adapter_model.safetensors'), 'adapter_model.safetensorZ')],
  ['a file less', () => rm(at('adapter_config.json'))],
  ['a file more', () => writeFile(at('run.py'), '')],
  ['no origin that can be understood', () => writeFile(at('origin.json'), '{}')],
  ['another id', () => writeFile(at('origin.json'), JSON.stringify({ ...origin, id: sha256('other') }))],
  [
    'hashes that agree but for the id',
    async () => {
      await writeFile(at('adapter_config.json'), 'other')
      const files = { ...origin.files, 'adapter_config.json': { bytes: 5, sha256: sha256('other') } }
      await writeFile(at('origin.json'), JSON.stringify({ ...origin, files }))
    },
  ],
])('%s is told', async (_what, change) => {
  await change()
  await expect(verifyAdapter(dir, id)).rejects.toEqual(code('ADAPTER_DAMAGED'))
})

test('one whose origin is lost is listed as damaged, and can be removed', async () => {
  await rm(at('origin.json'))
  await writeFile(at('origin.json'), 'x')
  expect(await listAdapters(dir)).toEqual({ adapters: [], damaged: [id] })
  await removeAdapter(dir, id)
  expect(await readdir(dir)).toEqual([])
})

test.each([sha256('none'), '..', '', '.incoming-x', `${id}/`])('“%s” is not in the store', async (name) => {
  await expect(verifyAdapter(dir, name)).rejects.toEqual(code('ADAPTER_NOT_FOUND'))
  await expect(removeAdapter(dir, name)).rejects.toEqual(code('ADAPTER_NOT_FOUND'))
  expect(await readdir(dir)).toEqual([id])
})

test('a store that does not exist yet is empty', async () => {
  expect(await listAdapters(join(dir, 'none'))).toEqual({ adapters: [], damaged: [] })
})

test('what a killed import left is swept once it is old', async () => {
  const left = join(dir, '.incoming-old')
  for (const path of [left, join(dir, '.incoming-new')]) await mkdir(path)
  await utimes(left, 0, 0)
  await sweepIncoming(dir, 60_000)
  expect((await readdir(dir)).sort()).toEqual(['.incoming-new', id].sort())
  expect((await listAdapters(dir)).adapters).toHaveLength(1)
})
