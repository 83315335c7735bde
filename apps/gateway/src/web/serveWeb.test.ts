import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWebFiles } from './readWebFiles.ts'
import { serveWeb, type Web } from './serveWeb.ts'

const script = 'export const words = "the same words again and again"\n'.repeat(20)
let folder: string
let web: Web

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ol-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>app</title>')
  await writeFile(join(folder, 'assets', 'index-abc123.js'), script)
  await writeFile(join(folder, 'assets', 'verifyWorker-d4e5f6.js'), script)
  await writeFile(join(folder, 'notes.secret'), 'not a web file')
  web = serveWeb(await readWebFiles(folder), 'http://127.0.0.1:8545/path')
})
afterAll(() => rm(folder, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Request(`http://gateway${path}`, { method, headers })
const page = { accept: 'text/html,application/xhtml+xml' }

test('files: hashed names for a year, the page revalidated, unknown types not at all', async () => {
  const asset = web.file(get('/assets/index-abc123.js', { 'accept-encoding': 'br, gzip' }))
  expect(asset?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset?.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from((await asset?.arrayBuffer()) ?? new ArrayBuffer(0))).toString()).toBe(script)
  const plain = web.file(get('/assets/index-abc123.js'))
  expect(plain?.headers.get('content-encoding')).toBeNull()
  expect(await plain?.text()).toBe(script)
  expect(plain?.headers.get('etag')).not.toBe(asset?.headers.get('etag'))
  const index = web.file(get('/'))
  expect(index?.headers.get('cache-control')).toBe('no-cache')
  expect(await web.file(get('/', {}, 'HEAD'))?.text()).toBe('')
  for (const path of ['/notes.secret', '/../package.json', '/assets/', '/assets/gone.js', '/v1/info'])
    expect(web.file(get(path))).toBeUndefined()
  expect(web.file(get('/', {}, 'POST'))).toBeUndefined()
})

test('WebAssembly runs in the thread that hashes epochs, and nowhere else', async () => {
  const policyOf = (path: string) => web.file(get(path))?.headers.get('content-security-policy') ?? ''
  expect(policyOf('/assets/verifyWorker-d4e5f6.js')).toContain("script-src 'self' 'wasm-unsafe-eval';")
  for (const path of ['/', '/assets/index-abc123.js']) expect(policyOf(path)).toContain("script-src 'self';")
  expect(web.page(get('/epochs/1', page))?.headers.get('content-security-policy')).not.toContain('wasm')
})

test('an unchanged file is not sent again', () => {
  const etag = web.file(get('/'))?.headers.get('etag') ?? ''
  expect(web.file(get('/', { 'if-none-match': `"other", W/${etag}` }))?.status).toBe(304)
  expect(web.file(get('/', { 'if-none-match': '"other"' }))?.status).toBe(200)
})

test('pages: any address that a browser asks for, never one of the API', async () => {
  expect(await web.page(get('/calls/0x12', page))?.text()).toContain('<title>app</title>')
  for (const path of [
    '/v1',
    '/v1/',
    '/v1/nothing',
    '/v1/calls/0x12',
    '/healthz',
    '/openapi.json',
    '/metrics',
    '/llms.txt',
    '/assets/gone.js',
  ])
    expect(web.page(get(path, page))).toBeUndefined()
  expect(web.page(get('/calls/0x12', { accept: 'application/json' }))).toBeUndefined()
  expect(web.page(get('/calls', page, 'POST'))).toBeUndefined()
})

test('nothing inline, nothing from elsewhere but the chain’s RPC', () => {
  const policy = web.file(get('/'))?.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("connect-src 'self' http://127.0.0.1:8545;")
  expect(policy).not.toMatch(/unsafe|\*/)
  expect(web.file(get('/'))?.headers.get('x-content-type-options')).toBe('nosniff')
})

test('an app that was not built serves nothing', async () => {
  const none = serveWeb(await readWebFiles(join(folder, 'missing')), 'http://127.0.0.1:8545')
  expect(none.file(get('/'))).toBeUndefined()
  expect(none.page(get('/calls', page))).toBeUndefined()
})
