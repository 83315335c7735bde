import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tarGz, zip } from '../../test/archives.ts'
import { collect } from '../../test/collect.ts'
import { BASE, testOptions } from '../../test/models.ts'
import {
  add,
  contentsOf,
  makePeftAdapters,
  type PeftAnswer,
  scoreWithPeft,
  testStore as storeOn,
} from '../../test/peftAdapters.ts'
import { f32, safetensors } from '../../test/safetensors.ts'
import { createLlamaEngine } from '../llamacpp/createLlamaEngine.ts'
import { silentLogger } from '../logger.ts'
import type { AdapterStore } from './importAdapter.ts'
import { listAdapters } from './listAdapters.ts'
import { removeAdapter } from './removeAdapter.ts'
import { verifyAdapter } from './verifyAdapter.ts'

let made: string
let answers: PeftAnswer[]
let dir: string
let work: string
const servers: Server[] = []
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'peft-'))
  answers = await makePeftAdapters(made)
}, 400_000)
afterAll(() => rm(made, { recursive: true }))
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'store-'))
  dir = join(work, 'store')
})
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await rm(work, { recursive: true })
})

const testStore = (folder: string, changes: Parameters<typeof storeOn>[2] = {}) =>
  storeOn(folder, join(made, 'base.gguf'), changes)
const code = (name: string) => expect.objectContaining({ code: name })
const file = (kind: string, name: string) => readFile(join(made, kind, name))

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Serves the files of a made adapter below a path. */
const serveFolder = (kind: string, path: string, seen: string[] = []): Promise<string> =>
  serve(async (request, response) => {
    const url = request.url ?? ''
    seen.push(url)
    const content = url.startsWith(path) ? await file(kind, url.slice(path.length)).catch(() => undefined) : undefined
    response.setHeader('x-repo-commit', 'c'.repeat(40))
    if (content === undefined) response.writeHead(404).end()
    else response.end(content)
  })

/** A copy of the plain adapter, changed. */
async function changed(change: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = await mkdtemp(join(work, 'source-'))
  await cp(join(made, 'plain'), folder, { recursive: true })
  await change(folder)
  return folder
}
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

describe('an adapter as PEFT saved it', () => {
  test('is served as PEFT computes it, and its kept files say the same to PEFT', { timeout: 300_000 }, async () => {
    const { origin, found } = await add(join(made, 'half'), testStore(dir))
    expect(found).toBe(false)
    expect(origin).toMatchObject({
      source: `folder:${join(made, 'half')}`,
      revision: null,
      licence: { id: 'apache-2.0', from: 'card' },
      base: { id: BASE, declared: 'HuggingFaceTB/SmolLM2-135M-Instruct', named: 'other' },
      modules: 21,
      rank: 8,
    })
    const engine = await createLlamaEngine(
      { ...testOptions(), attention: 'f32', base: { id: BASE, path: join(made, 'base.gguf') } },
      silentLogger,
    )
    const path = join(dir, origin.id, 'adapter.gguf')
    const adapters = [{ id: origin.files['adapter.gguf']?.sha256 ?? '', path, scale: 1 }]
    let worst = 0
    for (const { messages, answer, withAdapter } of answers) {
      const request = { base: BASE, adapters, messages: [...messages] }
      const run = await collect(engine.generate({ ...request, params: { maxTokens: answer.length } }))
      expect(run.tokens).toEqual(answer)
      const { logprobs } = await engine.score({ ...request, continuation: answer })
      worst = Math.max(worst, ...logprobs.map((value, i) => Math.abs(value - (withAdapter[i] ?? Number.NaN))))
    }
    await engine.close()
    expect(worst).toBeLessThan(1e-3)
    const again = await scoreWithPeft(join(dir, origin.id), answers)
    expect(again).toEqual(answers.map(({ withAdapter }) => withAdapter))
  })

  test('is in the store once, whatever source, packing and metadata it came with', async () => {
    const store = testStore(dir)
    const { origin } = await add(join(made, 'plain'), store)
    const kept = await contentsOf(dir)
    const files = await Promise.all(
      (await readdir(join(made, 'plain'))).map(async (name) => ({
        name: `x/${name}`,
        content: await file('plain', name),
      })),
    )
    const weights = await file('plain', 'adapter_model.safetensors')
    const length = Number(weights.readBigUInt64LE())
    const header = { ...JSON.parse(weights.toString('utf8', 8, 8 + length)), __metadata__: { other: 'words' } }
    const text = Buffer.from(JSON.stringify(header))
    const start = Buffer.alloc(8)
    start.writeBigUInt64LE(BigInt(text.length))
    const rewritten = Buffer.concat([start, text, weights.subarray(8 + length)])
    const other = await changed((folder) => writeFile(join(folder, 'adapter_model.safetensors'), rewritten))
    const origins = { tar: tarGz(files), zip: zip(files) }
    const host = await serve((request, response) => response.end(request.url === '/a.zip' ? origins.zip : origins.tar))
    const open = testStore(dir, { settings: { allowedOrigins: [host] } })
    for (const source of [join(made, 'plain'), other, `${host}/a.zip`, `${host}/a.tar.gz?sig=1`]) {
      expect(await add(source, open)).toEqual({ origin, found: true })
    }
    expect(await contentsOf(dir)).toEqual(kept)
    expect((await listAdapters(dir)).adapters).toEqual([origin])
    expect(await verifyAdapter(dir, origin.id)).toEqual(origin)
    await removeAdapter(dir, origin.id)
    expect(await readdir(dir)).toEqual([])
  })

  test('imported twice at once it is there once', async () => {
    const store = testStore(dir)
    const done = await Promise.all([add(join(made, 'plain'), store), add(join(made, 'plain'), store)])
    expect(new Set(done.map(({ origin }) => origin.id)).size).toBe(1)
    expect(done.map(({ found }) => found).sort()).toEqual([false, true])
    expect(await readdir(dir)).toHaveLength(1)
  })
})

describe('sources', () => {
  test('a hub: all files of the commit that the first one names, the token to the hub alone', async () => {
    const seen: string[] = []
    const commit = 'c'.repeat(40)
    const cdn = await serveFolder('plain', '/cdn/')
    const hub = await serve((request, response) => {
      const url = request.url ?? ''
      seen.push(`${url} ${request.headers.authorization}`)
      response.setHeader('x-repo-commit', commit)
      const name = url.split('/').at(-1) ?? ''
      response.writeHead(302, { location: `${cdn}/cdn/${name}` }).end()
    })
    const settings = { hubUrl: hub, hubToken: 't', allowedOrigins: [hub, cdn] }
    const { origin } = await add('hf:ann/coder@v1', testStore(dir, { settings }))
    expect(origin).toMatchObject({ source: 'hf:ann/coder@v1', revision: commit })
    expect(seen[0]).toBe('/ann/coder/resolve/v1/adapter_config.json Bearer t')
    expect(seen.slice(1).every((line) => line.startsWith(`/ann/coder/resolve/${commit}/`))).toBe(true)
  })

  test('a bucket: objects below the prefix, signed', async () => {
    const signatures: unknown[] = []
    const s3 = await serve(async (request, response) => {
      signatures.push(request.headers.authorization)
      const content = await file('plain', (request.url ?? '').replace('/bucket/some%20models/', '')).catch(
        () => undefined,
      )
      if (content === undefined) response.writeHead(404).end()
      else response.end(content)
    })
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    const settings = { s3: { endpoint: s3, region: 'eu-1', credentials }, allowedOrigins: [s3] }
    const { origin } = await add('s3://bucket/some models', testStore(dir, { settings }))
    expect(origin.source).toBe('s3://bucket/some models')
    expect(signatures[0]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-1\/s3\/aws4_request, /)
  })

  test('a folder of files at an address, and a model of this node', async () => {
    const host = await serveFolder('plain', '/files/')
    const store = testStore(dir, { settings: { allowedOrigins: [host] } })
    const { origin } = await add(`${host}/files/`, store)
    const id = `0x${'1'.repeat(64)}`
    const findRegistered = async (modelId: string) => (modelId === id ? join(made, 'plain') : undefined)
    expect(await add(`registry:${id}`, { ...store, findRegistered })).toEqual({ origin, found: true })
    await refusal(`registry:0x${'2'.repeat(64)}`, 'ADAPTER_SOURCE_NOT_FOUND')
  })

  test('what is not there', async () => {
    const host = await serve((_request, response) => response.writeHead(404).end())
    const settings = testStore(dir, { settings: { hubUrl: host, allowedOrigins: [host] } })
    await refusal('hf:ann/none', 'ADAPTER_FILE_MISSING', settings)
    await refusal(`${host}/a.zip`, 'ADAPTER_SOURCE_NOT_FOUND', settings)
    await refusal('/no/such/folder', 'ADAPTER_SOURCE_NOT_FOUND')
  })
})

describe('refused, and the store is as it was', () => {
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
    const host = await serve((request, response) =>
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
    const host = await serve((request, response) => response.end(bodies[request.url ?? '']))
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
    const inner = await serve((_request, response) => response.end('secret'))
    const outer = await serve((_request, response) => response.writeHead(302, { location: inner }).end())
    await refusal(
      `${outer}/a.zip`,
      'ADAPTER_ADDRESS_REFUSED',
      testStore(dir, { settings: { allowedOrigins: [outer] } }),
    )
    const hub = { hubUrl: 'https://hub.example', allowedOrigins: [] }
    const resolve = async () => [{ address: '192.168.0.7', family: 4 }]
    await refusal('hf:ann/coder', 'ADAPTER_ADDRESS_REFUSED', { ...testStore(dir, { settings: hub }), resolve })
  })

  test('a slow and an endless server', async () => {
    const slow = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const limited = { allowedOrigins: [slow], time_s: 0.3 }
    await refusal(`${slow}/a.zip`, 'ADAPTER_DOWNLOAD_TIMEOUT', testStore(dir, { settings: limited }))
    const endless = await serve((_request, response) => {
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
})
