import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collect } from '../../../test/collect.ts'
import { BASE, fixtureAdapter, testOptions } from '../../../test/models.ts'
import type { AdapterRef } from '../../engine.ts'
import { silentLogger } from '../../logger.ts'
import { startEngineProcess } from '../../process/startEngineProcess.ts'
import { sha256File } from '../sha256File.ts'

/** Adapters that are all different, and how many of them memory holds. */
const [ADAPTERS, SLOTS] = [24, 3]
/** Each adapter two or three times, nightly seven times. */
const CALLS = process.env['OPENLEDGER_NIGHTLY'] === undefined ? 64 : 160

test('adapters that come and go beside evaluations: no crash, and each call has its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'engine-churn-'))
  const { path } = fixtureAdapter()
  const bytes = await readFile(path)
  const adapters: AdapterRef[] = []
  for (let at = 0; at < ADAPTERS; at++) {
    const file = join(folder, `${at}.gguf`)
    await copyFile(path, file)
    const changed = Buffer.from(bytes)
    changed.fill(0, bytes.length - 2_000 * (at + 1))
    await writeFile(file, changed)
    adapters.push({ id: await sha256File(file), path: file, scale: 1 })
  }
  const options = { ...testOptions(), sequences: 4, adapterMemory: SLOTS * bytes.length, logger: silentLogger }
  const engine = await startEngineProcess(options)
  try {
    const ask = async (at: number) => {
      const messages = [{ role: 'user' as const, content: 'Hi' }]
      const params = { maxTokens: 1, topLogprobs: 1 }
      const asked = { base: BASE, adapters: adapters.slice(at, at + 1), messages, params }
      const { tokens, logprobs } = await collect(engine.generate(asked))
      return JSON.stringify([tokens, logprobs])
    }
    const alone: string[] = []
    for (let at = 0; at < ADAPTERS; at++) alone.push(await ask(at))
    expect(new Set(alone).size).toBeGreaterThan(ADAPTERS / 2)
    const all = await Promise.all(Array.from({ length: CALLS }, (_, call) => ask((call * 7) % ADAPTERS)))
    expect(all).toEqual(all.map((_, call) => alone[(call * 7) % ADAPTERS]))
    expect(await engine.health()).toMatchObject({ restarts: 0, adaptersLoaded: expect.any(Number), active: 0 })
    expect((await engine.health()).adaptersLoaded).toBeLessThanOrEqual(SLOTS)
  } finally {
    await engine.close()
    await rm(folder, { recursive: true })
  }
}, 120_000)
