import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tarGz, zip } from '../../test/archives.ts'
import { collect } from '../../test/collect.ts'
import { httpHosts } from '../../test/httpHosts.ts'
import { BASE, testOptions } from '../../test/models.ts'
import {
  add,
  changedCopy,
  contentsOf,
  type PeftAnswer,
  peftAdapters,
  scoreWithPeft,
  testStore as storeOn,
} from '../../test/peftAdapters.ts'
import { createLlamaEngine } from '../llamacpp/createLlamaEngine.ts'
import { silentLogger } from '../logger.ts'
import { listAdapters } from './listAdapters.ts'
import { removeAdapter } from './removeAdapter.ts'
import { verifyAdapter } from './verifyAdapter.ts'

let made: string
let work: string
let dir: string
let answers: readonly PeftAnswer[]
const hosts = httpHosts()
beforeAll(async () => {
  const peft = await peftAdapters()
  made = peft.folder
  answers = peft.answers
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

/** A copy of the plain adapter, changed. */
const changed = (change: (folder: string) => Promise<unknown>) => changedCopy(join(made, 'plain'), work, change)

describe('an adapter as PEFT saved it', () => {
  test('is served as PEFT computes it, and its kept files say the same to PEFT', { timeout: 300_000 }, async () => {
    const { adapter, found } = await add(join(made, 'half'), testStore(dir))
    expect(found).toBe(false)
    expect(adapter).toMatchObject({
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
    const path = join(dir, adapter.id, 'adapter.gguf')
    const adapters = [{ id: adapter.files['adapter.gguf']?.sha256 ?? '', path, scale: 1 }]
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
    const again = await scoreWithPeft(join(dir, adapter.id), answers)
    expect(again).toEqual(answers.map(({ withAdapter }) => withAdapter))
  })

  test('is in the store once, whatever source, packing and metadata it came with', async () => {
    const store = testStore(dir)
    const { adapter } = await add(join(made, 'plain'), store)
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
    const host = await hosts.serve((request, response) =>
      response.end(request.url === '/a.zip' ? origins.zip : origins.tar),
    )
    const open = testStore(dir, { settings: { allowedOrigins: [host] } })
    for (const source of [join(made, 'plain'), other, `${host}/a.zip`, `${host}/a.tar.gz?sig=1`]) {
      expect(await add(source, open)).toEqual({ adapter, found: true })
    }
    expect(await contentsOf(dir)).toEqual(kept)
    expect((await listAdapters(dir)).adapters).toEqual([adapter])
    expect(await verifyAdapter(dir, adapter.id)).toEqual(adapter)
    await removeAdapter(dir, adapter.id)
    expect(await readdir(dir)).toEqual([])
  })

  test('imported twice at once it is there once', async () => {
    const store = testStore(dir)
    const done = await Promise.all([add(join(made, 'plain'), store), add(join(made, 'plain'), store)])
    expect(new Set(done.map(({ adapter }) => adapter.id)).size).toBe(1)
    expect(done.map(({ found }) => found).sort()).toEqual([false, true])
    expect(await readdir(dir)).toHaveLength(1)
  })
})

test.each(['convert', 'converted'])('killed at %s there is nothing of it, and it can be added again', async (point) => {
  const script = join(import.meta.dirname, '../../test/importUntil.ts')
  const child = spawn(process.execPath, [script, dir, join(made, 'base.gguf'), join(made, 'plain'), point])
  const [reached] = await once(child.stdout, 'data')
  expect(String(reached)).toContain(point)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(await readdir(dir)).toEqual([expect.stringMatching(/^\.incoming-/)])
  expect(await listAdapters(dir)).toEqual({ adapters: [], damaged: [] })
  const { adapter, found } = await add(join(made, 'plain'), testStore(dir))
  expect(found).toBe(false)
  expect(await verifyAdapter(dir, adapter.id)).toEqual(adapter)
})
