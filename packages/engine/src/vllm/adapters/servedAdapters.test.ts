import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpHosts } from '../../../test/httpHosts.ts'
import { fixtureAdapter, modelFile } from '../../../test/models.ts'
import { wideAdapter } from '../../../test/wideAdapter.ts'
import { silentLogger } from '../../logger.ts'
import { VllmClient } from '../server/vllmClient.ts'
import { readBaseLayout } from './baseLayout.ts'
import { ServedAdapters } from './servedAdapters.ts'

const hosts = httpHosts()
const layout = await readBaseLayout(modelFile('smollm2-135m-instruct-q4_1.gguf'))
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'openledger-served-'))
})
afterAll(async () => {
  hosts.close()
  await rm(root, { recursive: true })
})

/** What of vLLM keeps the list of adapters, with its words; it refuses a folder that is not there. */
async function open(max: number) {
  const loaded = new Map<string, string>()
  const told: string[] = []
  const refuse = (message: string) => JSON.stringify({ error: { message, code: 400 } })
  const url = await hosts.serve(async (request, response) => {
    const { lora_name: name, lora_path: path } = JSON.parse((await text(request)) || '{}')
    told.push(`${request.url?.split('/').at(-1)} ${name ?? ''}`)
    if (request.url === '/v1/models') {
      const data = [...loaded].map(([id, from]) => ({ id, root: from }))
      response.end(JSON.stringify({ data }))
    } else if (request.url === '/v1/load_lora_adapter') {
      if (loaded.has(name)) response.writeHead(400).end(refuse(`The lora adapter '${name}' has already been loaded.`))
      else if (!existsSync(join(path, 'adapter_config.json')))
        response.writeHead(404).end(refuse(`Loading lora ${name} failed: No adapter found for ${path}`))
      else response.end(String(loaded.set(name, path).size))
    } else if (loaded.delete(name)) response.end('removed')
    else response.writeHead(404).end(refuse(`The lora adapter '${name}' cannot be found.`))
  })
  const folder = await mkdtemp(join(root, 'served-'))
  const client = new VllmClient({ url, silence_ms: 10_000 })
  const served = new ServedAdapters(client, layout, { folder, max, memory: 2 ** 30 }, silentLogger)
  return { served, loaded, told, folder }
}

const kinds = () => [fixtureAdapter(), wideAdapter(root, 2), wideAdapter(root, 3)]

test('the same adapters have the same name whatever their order; another scale is another name', async () => {
  const { served, loaded, folder } = await open(8)
  const [a, b] = kinds()
  if (a === undefined || b === undefined) throw new Error('no adapters')
  const [one, other] = await Promise.all([served.lend([a, b]), served.lend([b, a])])
  expect(one?.name).toMatch(/^openledger-[0-9a-f]{64}$/)
  expect(other?.name).toBe(one?.name)
  const half = await served.lend([{ ...a, scale: 0.5 }, b])
  expect(half?.name).not.toBe(one?.name)
  expect([...loaded.keys()].toSorted()).toEqual([one?.name, half?.name].toSorted())
  expect((await readdir(folder)).toSorted()).toEqual([...loaded.keys()].toSorted())
  expect(await served.lend([{ ...a, scale: 0 }])).toBeUndefined()
  expect(served.status).toMatchObject({ adaptersLoaded: 2, adapterLoads: 2, adapterHits: 1 })
})

test('what is lent is on the server and in the folder, whatever else is loaded and removed meanwhile', async () => {
  const { served, loaded, folder } = await open(1)
  const all = kinds()
  const lane = async (seed: number) => {
    for (let at = 0; at < 12; at++) {
      const one = all[(at * seed + at) % all.length]
      const lent = one && (await served.lend([one]))
      if (lent === undefined) throw new Error('nothing was lent')
      expect(loaded.has(lent.name)).toBe(true)
      expect(existsSync(join(folder, lent.name, 'adapter_config.json'))).toBe(true)
      await new Promise((resolve) => setTimeout(resolve, (at * seed) % 5))
      expect(loaded.has(lent.name)).toBe(true)
      await lent.end()
    }
  }
  await Promise.all([1, 2, 3, 5].map(lane))
  expect(served.status.adaptersLoaded).toBe(1)
  expect([...loaded.keys()]).toEqual(await readdir(folder))
})

test('what a server has lost is loaded again by its name', async () => {
  const { served, loaded } = await open(4)
  const lent = await served.lend([fixtureAdapter()])
  loaded.clear()
  await Promise.all([lent?.renew(), lent?.renew()])
  expect([...loaded.keys()]).toEqual([lent?.name])
})

test('begins without what an engine before left, and leaves what others loaded', async () => {
  const { served, loaded, folder } = await open(4)
  const name = `openledger-${'a'.repeat(64)}`
  await mkdir(join(folder, name))
  await mkdir(join(folder, 'notes'))
  loaded.set(name, join(folder, name))
  loaded.set(`openledger-${'b'.repeat(64)}`, `/elsewhere/openledger-${'b'.repeat(64)}`)
  loaded.set('sql-lora', '/elsewhere/sql')
  await served.clear()
  expect([...loaded.keys()]).toEqual([`openledger-${'b'.repeat(64)}`, 'sql-lora'])
  expect(await readdir(folder)).toEqual(['notes'])
})
