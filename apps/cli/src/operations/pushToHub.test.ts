import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { pushToHub } from './pushToHub.ts'

const ROOT = resolve(import.meta.dirname, '../../../..')
const batchSchema = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.int() })) })
const filesSchema = z.object({ files: z.array(z.object({ path: z.string() })) })

/**
 * The few endpoints of the Hub that an upload needs, as its own client asks for them: this is no Hub, and says nothing of
 * what the real one refuses. Weights go by LFS, everything else into the commit.
 */
const uploaded = new Map<string, Buffer>()
const commits: string[] = []
/** What each address was asked with. */
const tokens = new Map<string, string | undefined>()
const server = createServer(async (request, response) => {
  const body = await read(request)
  const { url = '', method } = request
  const { port } = server.address() as AddressInfo
  const answer = (value: unknown, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  tokens.set(url, request.headers.authorization)
  if (url === '/api/repos/create') return answer({ url: `http://127.0.0.1:${port}/ann/model` })
  if (url === '/api/validate-yaml') return answer({ errors: [], warnings: [] })
  if (url.startsWith('/api/models/ann/model/preupload/'))
    return answer({
      files: filesSchema.parse(JSON.parse(body.toString())).files.map(({ path }) => ({
        path,
        uploadMode: path.endsWith('.safetensors') ? 'lfs' : 'regular',
        shouldIgnore: false,
      })),
    })
  if (url === '/ann/model.git/info/lfs/objects/batch')
    return answer({
      objects: batchSchema.parse(JSON.parse(body.toString())).objects.map(({ oid, size }) => ({
        oid,
        size,
        actions: { upload: { href: `http://127.0.0.1:${port}/lfs/${oid}` } },
      })),
    })
  if (method === 'PUT' && url.startsWith('/lfs/')) {
    uploaded.set(url.slice(5), body)
    return answer({})
  }
  if (url.startsWith('/api/models/ann/model/commit/')) {
    commits.push(body.toString())
    return answer({ commitUrl: `http://127.0.0.1:${port}/ann/model/commit/abc`, commitOid: 'abc' })
  }
  return answer({ error: `no ${url} here` }, 404)
})

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

let folder: string
let endpoint: string
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await mkdtemp(join(tmpdir(), 'openledger-push-'))
  await writeFile(join(folder, 'README.md'), '---\nlicense: mit\n---\n\n# model\n')
  await writeFile(join(folder, 'adapter_model.safetensors'), 'weights')
})
afterAll(() => void server.close())

test('a folder is pushed by the Hub’s own client: weights by LFS, the rest in one commit, the token in the header alone', async () => {
  const env = { HF_TOKEN: 'hf_secret', HF_ENDPOINT: endpoint, HF_HUB_DISABLE_XET: '1' }
  const asked = { folder, repository: 'ann/model', isPublic: false }
  expect(await pushToHub(ROOT, env, asked)).toEqual({ url: `${endpoint}/ann/model`, commit: 'abc' })
  const sha = createHash('sha256').update('weights').digest('hex')
  expect([...uploaded].map(([oid, bytes]) => [oid, bytes.toString()])).toEqual([[sha, 'weights']])
  expect(commits).toHaveLength(1)
  expect(commits[0]).toContain('"lfsFile"')
  expect(commits[0]).toContain(Buffer.from('---\nlicense: mit').toString('base64').slice(0, 16))
  const ours = 'Bearer hf_secret'
  expect([tokens.get('/api/repos/create'), tokens.get('/api/models/ann/model/commit/main')]).toEqual([ours, ours])
  expect([...tokens.values()].every((token) => token === undefined || token === ours)).toBe(true)
  expect([...tokens.keys()].join()).not.toContain('hf_secret')
}, 60_000)

test('what the Hub refuses is told in a line, without the token; without one nothing is tried', async () => {
  const env = { HF_TOKEN: 'hf_secret', HF_ENDPOINT: `${endpoint}/gone`, HF_HUB_DISABLE_XET: '1' }
  const asked = { folder, repository: 'ann/model', isPublic: false }
  const failure = await pushToHub(ROOT, env, asked).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'CLI_HUB_FAILED' })
  expect(String(failure)).not.toContain('hf_secret')
  await expect(pushToHub(ROOT, {}, asked)).rejects.toMatchObject({ code: 'CLI_HUB_TOKEN' })
}, 60_000)
