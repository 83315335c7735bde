import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { tarGz, zip } from '../../test/archives.ts'
import { httpHosts } from '../../test/httpHosts.ts'
import { add, changedCopy, contentsOf, peftAdapters, testStore as storeOn } from '../../test/peftAdapters.ts'
import { f32, safetensors } from '../../test/safetensors.ts'
import type { AdapterStore } from './adapterStore.ts'

let made: string
let work: string
let dir: string
const hosts = httpHosts()
beforeAll(async () => {
  made = (await peftAdapters()).folder
}, 400_000)
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'store-'))
  dir = join(work, 'store')
})
afterEach(async () => {
  hosts.close()
  await rm(work, { recursive: true })
})

const testStore = (folder: string, changes: Parameters<typeof storeOn>[2] = {}) =>
  storeOn(folder, join(made, 'base.gguf'), changes)
const file = (kind: string, name: string) => readFile(join(made, kind, name))
const code = (name: string) => expect.objectContaining({ code: name })

/** A copy of the plain adapter, changed. */
const changed = (change: (folder: string) => Promise<unknown>) => changedCopy(join(made, 'plain'), work, change)
const withConfig = (changes: object) =>
  changed(async (folder) => {
    const path = join(folder, 'adapter_config.json')
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...changes }))
  })

/** Imports what must be refused into a store that holds an adapter, and finds the store as it was. */
async function refusal(source: string, name: string, store: Partial<AdapterStore> = {}, options = {}): Promise<void> {
  const before = await contentsOf(dir)
  await expect(add(source, testStore(dir, store), options)).rejects.toEqual(code(name))
  expect(await contentsOf(dir)).toEqual(before)
}

beforeEach(async () => void (await add(join(made, 'plain'), testStore(dir))))

test.each(['dora', 'modules-to-save', 'bias', 'embeddings', 'tokens', 'pissa'])(
  'PEFT’s own %s cannot be served exactly',
  (kind) => refusal(join(made, kind), 'ADAPTER_UNSUPPORTED'),
)

test('a DoRA whose configuration denies it', async () => {
  const folder = await changed(async (path) => {
    await writeFile(join(path, 'adapter_model.safetensors'), await file('dora', 'adapter_model.safetensors'))
  })
  await refusal(folder, 'ADAPTER_UNSUPPORTED')
})

test('a configuration that names a Python class, a field that nobody knows, another rank', async () => {
  const mapping = { auto_mapping: { base_model_class: 'Popen', parent_library: 'subprocess' } }
  await refusal(await withConfig(mapping), 'ADAPTER_CONFIG_NAMES_CODE')
  await refusal(await withConfig({ _target_: 'os.system' }), 'ADAPTER_CONFIG_INVALID')
  await refusal(await withConfig({ r: 16 }), 'ADAPTER_RANK_MISMATCH')
  await refusal(await withConfig({ rank_pattern: {} }), 'ADAPTER_RANK_MISMATCH')
  await refusal(await withConfig({ target_modules: ['q_proj'] }), 'ADAPTER_CONFIG_INVALID')
})

test('an adapter for another base', async () => {
  const tensor = (side: string, shape: number[]) => ({
    name: `base_model.model.model.layers.0.self_attn.q_proj.lora_${side}.weight`,
    dtype: 'F32',
    shape,
    data: f32(...Array.from({ length: shape.reduce((a, b) => a * b) }, () => 0.5)),
  })
  const folder = await withConfig({ r: 2, rank_pattern: {}, layers_to_transform: null })
  await writeFile(
    join(folder, 'adapter_model.safetensors'),
    safetensors([tensor('A', [2, 960]), tensor('B', [960, 2])]),
  )
  await refusal(folder, 'ADAPTER_BASE_MISMATCH')
})

test('another content than was expected', async () => {
  await refusal(join(made, 'half'), 'ADAPTER_HASH_MISMATCH', {}, { expected: 'a'.repeat(64) })
})

test('a pickle, by its name and under another', async () => {
  const named = await changed(async (folder) => {
    await rm(join(folder, 'adapter_model.safetensors'))
    await writeFile(join(folder, 'adapter_model.bin'), 'x')
  })
  await refusal(named, 'ADAPTER_PICKLE')
  const pickle = Buffer.from('\x80\x04\x95\x1c\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94', 'latin1')
  await refusal(
    await changed((folder) => writeFile(join(folder, 'adapter_model.safetensors'), pickle)),
    'ADAPTER_PICKLE',
  )
  const host = await hosts.serve((request, response) =>
    response.writeHead(request.url?.endsWith('.bin') || request.url?.endsWith('.json') ? 200 : 404).end('{}'),
  )
  const settings = { hubUrl: host, allowedOrigins: [host] }
  await refusal('hf:ann/pickled', 'ADAPTER_PICKLE', testStore(dir, { settings }))
})

test('a bomb, a link and a climbing name in archives', async () => {
  const bodies: Record<string, Buffer> = {
    '/bomb.zip': zip([{ name: 'adapter_config.json', content: new Uint8Array(50_000_000) }]),
    '/bomb.tgz': tarGz([{ name: 'adapter_model.safetensors', content: new Uint8Array(50_000_000) }]),
    '/climb.zip': zip([{ name: '../../adapter_config.json', content: '{}' }]),
    '/link.tgz': tarGz([{ name: 'adapter_model.safetensors', type: '2', link: '/etc/passwd' }]),
  }
  const host = await hosts.serve((request, response) => response.end(bodies[request.url ?? '']))
  const store = testStore(dir, { settings: { allowedOrigins: [host] } })
  await refusal(`${host}/bomb.zip`, 'ADAPTER_TOO_LARGE', store)
  await refusal(`${host}/bomb.tgz`, 'ADAPTER_TOO_LARGE', store)
  await refusal(`${host}/climb.zip`, 'ADAPTER_ARCHIVE_INVALID', store)
  await refusal(`${host}/link.tgz`, 'ADAPTER_ARCHIVE_INVALID', store)
})

test('a folder with a link, and one with something that is no file', async () => {
  const linked = await changed(async (folder) => {
    await rm(join(folder, 'README.md'))
    await symlink('/etc/passwd', join(folder, 'README.md'))
  })
  await refusal(linked, 'ADAPTER_SOURCE_INVALID')
  const odd = await changed(async (folder) => {
    await rm(join(folder, 'adapter_config.json'))
    await mkdir(join(folder, 'adapter_config.json'))
  })
  await refusal(odd, 'ADAPTER_SOURCE_INVALID')
})

test('addresses that lead inward, at once or by a redirect', async () => {
  await refusal('https://127.0.0.1/a.zip', 'ADAPTER_ADDRESS_REFUSED')
  await refusal('http://models.example/a.zip', 'ADAPTER_ADDRESS_REFUSED')
  const inner = await hosts.serve((_request, response) => response.end('secret'))
  const outer = await hosts.serve((_request, response) => response.writeHead(302, { location: inner }).end())
  await refusal(`${outer}/a.zip`, 'ADAPTER_ADDRESS_REFUSED', testStore(dir, { settings: { allowedOrigins: [outer] } }))
  const hub = { hubUrl: 'https://hub.example', allowedOrigins: [] }
  const resolve = async () => [{ address: '192.168.0.7', family: 4 }]
  await refusal('hf:ann/coder', 'ADAPTER_ADDRESS_REFUSED', { ...testStore(dir, { settings: hub }), resolve })
})

test('a slow and an endless server', async () => {
  const slow = await hosts.serve((_request, response) => {
    const drip = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const limited = { allowedOrigins: [slow], time_s: 0.3 }
  await refusal(`${slow}/a.zip`, 'ADAPTER_DOWNLOAD_TIMEOUT', testStore(dir, { settings: limited }))
  const endless = await hosts.serve((_request, response) => {
    const write = () => {
      while (response.write('x'.repeat(1_000)));
      response.once('drain', write)
    }
    write()
  })
  const small = { allowedOrigins: [endless], bytesMax: 10_000 }
  await refusal(`${endless}/a.zip`, 'ADAPTER_TOO_LARGE', testStore(dir, { settings: small }))
})

test('no licence, unless the operator says which', async () => {
  const folder = await changed((path) => writeFile(join(path, 'README.md'), '# No licence\n'))
  await refusal(folder, 'ADAPTER_LICENCE_UNKNOWN')
  const { found } = await add(folder, testStore(dir), { licence: 'MIT' })
  expect(found).toBe(true)
})

test('a converter that fails, or writes other tensors', async () => {
  const convert = async () => Promise.reject(new Error('killed'))
  const before = await contentsOf(dir)
  await expect(add(join(made, 'half'), testStore(dir, { convert }))).rejects.toThrow('killed')
  expect(await contentsOf(dir)).toEqual(before)
  const wrong = async ({ out }: { readonly out: string }) => {
    const [id = ''] = (await readdir(dir)).filter((name) => !name.startsWith('.'))
    const other = await readFile(join(dir, id, 'adapter_model.safetensors'))
    await writeFile(out, other)
  }
  await refusal(join(made, 'half'), 'ADAPTER_CONVERSION_FAILED', { convert: wrong })
})
