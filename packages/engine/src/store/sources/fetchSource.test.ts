import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { zip } from '../../../test/archives.ts'
import { httpHosts } from '../../../test/httpHosts.ts'
import { parseSource } from '../parseSource.ts'
import { storeSettingsSchema } from '../storeSettings.ts'
import { fetchSource } from './fetchSource.ts'

const FILES = {
  'adapter_config.json': '{"r": 8}',
  'adapter_model.safetensors': 'weights',
  'README.md': '# Card',
  'LICENSE.txt': 'MIT License',
}
const OTHERS = { 'tokenizer.json': 'never asked for', 'optimizer.pt': 'nor this' }
const below = (path: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${path}${name}`, content]))

const hosts = httpHosts()
let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-'))
  out = join(folder, 'out')
  await mkdir(out)
})
afterEach(async () => {
  hosts.close()
  await rm(folder, { recursive: true })
})

async function take(
  text: string,
  changes: object = {},
  findRegistered = async (_id: string): Promise<string | undefined> => undefined,
) {
  const settings = storeSettingsSchema.parse(changes)
  const net = { settings, signal: AbortSignal.timeout(30_000) }
  return fetchSource(parseSource(text), out, settings, net, findRegistered)
}
async function taken(): Promise<Record<string, string>> {
  const names = await readdir(out)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')])),
  )
}
const code = (name: string) => expect.objectContaining({ code: name })

test('a hub: files of the commit that the first one names; the token goes to the hub alone', async () => {
  const seen: string[] = []
  const commit = 'c'.repeat(40)
  const tokens: unknown[] = []
  const cdn = await hosts.serve((request, response) => {
    tokens.push(request.headers.authorization)
    const content = below('/cdn/', FILES)[request.url ?? '']
    if (content === undefined) response.writeHead(404).end()
    else response.end(content)
  })
  const hub = await hosts.serve((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`)
    response.setHeader('x-repo-commit', commit)
    response.writeHead(302, { location: `${cdn}/cdn/${request.url?.split('/').at(-1)}` }).end()
  })
  const settings = { hubUrl: hub, hubToken: 't', allowedOrigins: [hub, cdn] }
  expect(await take('hf:ann/coder@v1', settings)).toEqual({ revision: commit })
  expect(await taken()).toEqual(FILES)
  expect(seen[0]).toBe('/ann/coder/resolve/v1/adapter_config.json Bearer t')
  expect(seen.slice(1).every((line) => line.startsWith(`/ann/coder/resolve/${commit}/`))).toBe(true)
  expect(new Set(tokens)).toEqual(new Set([undefined]))
})

test('a hub whose files are of two commits', async () => {
  let commits = 0
  const hub = await hosts.serve((_request, response) => {
    response.setHeader('x-repo-commit', String(commits++).repeat(40)).end('x')
  })
  await expect(take('hf:ann/coder', { hubUrl: hub, allowedOrigins: [hub] })).rejects.toEqual(
    code('ADAPTER_DOWNLOAD_FAILED'),
  )
})

test('a bucket: objects below the prefix, signed for them alone', async () => {
  const signatures: string[] = []
  const s3 = await hosts.serve((request, response) => {
    signatures.push(String(request.headers.authorization))
    const content = below('/bucket/some%20models/', FILES)[request.url ?? '']
    if (content === undefined) response.writeHead(404).end()
    else response.end(content)
  })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  const settings = { s3: { endpoint: s3, region: 'eu-1', credentials }, allowedOrigins: [s3] }
  await take('s3://bucket/some models', settings)
  expect(await taken()).toEqual(FILES)
  for (const signature of signatures) {
    expect(signature).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-1\/s3\/aws4_request, /)
  }
  expect(new Set(signatures).size).toBe(signatures.length)
})

test('a bucket that may not be listed answers 403 for what it lacks', async () => {
  const { 'README.md': _, ...without } = FILES
  const s3 = await hosts.serve((request, response) => {
    const content = below('/bucket/', without)[request.url ?? '']
    if (content === undefined) response.writeHead(403).end()
    else response.end(content)
  })
  const settings = { s3: { endpoint: s3 }, allowedOrigins: [s3] }
  await take('s3://bucket', settings)
  expect(await taken()).toEqual(without)
  await expect(take('s3://other', settings)).rejects.toEqual(code('ADAPTER_SOURCE_NOT_FOUND'))
})

test('a folder of files at an address, and an archive', async () => {
  const packed = zip(Object.entries(FILES).map(([name, content]) => ({ name: `coder/${name}`, content })))
  const host = await hosts.serveFiles({ ...below('/files/', { ...FILES, ...OTHERS }), '/a': packed })
  const settings = { allowedOrigins: [host] }
  await take(`${host}/files/`, settings)
  expect(await taken()).toEqual(FILES)
  await rm(out, { recursive: true })
  await mkdir(out)
  await take(`${host}/a`, settings)
  expect(await taken()).toEqual(FILES)
})

test('a folder of this machine, and a model of this node', async () => {
  const here = join(folder, 'here')
  await mkdir(here)
  for (const [name, content] of Object.entries({ ...FILES, ...OTHERS })) await writeFile(join(here, name), content)
  await take(`folder:${here}`)
  expect(await taken()).toEqual(FILES)
  await rm(out, { recursive: true })
  await mkdir(out)
  const id = `0x${'1'.repeat(64)}`
  const find = async (modelId: string) => (modelId === id ? here : undefined)
  await take(`registry:${id}`, {}, find)
  expect(await taken()).toEqual(FILES)
  const other = `registry:0x${'2'.repeat(64)}`
  await expect(take(other, {}, find)).rejects.toEqual(code('ADAPTER_SOURCE_NOT_FOUND'))
})

test('what is not there, or is there as a pickle alone', async () => {
  const { 'adapter_model.safetensors': _, ...without } = FILES
  const pickled = { ...without, 'adapter_model.bin': 'x' }
  const host = await hosts.serveFiles({ ...below('/none/', without), ...below('/pickled/', pickled) })
  const settings = { allowedOrigins: [host] }
  await expect(take(`${host}/none/`, settings)).rejects.toEqual(code('ADAPTER_FILE_MISSING'))
  await rm(join(out, 'adapter_config.json'))
  await expect(take(`${host}/pickled/`, settings)).rejects.toEqual(code('ADAPTER_PICKLE'))
  await expect(take(`${host}/a.zip`, settings)).rejects.toEqual(code('ADAPTER_SOURCE_NOT_FOUND'))
  await expect(take('/no/such/folder')).rejects.toEqual(code('ADAPTER_SOURCE_NOT_FOUND'))
})
