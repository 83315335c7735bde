import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpHosts } from '../../test/httpHosts.ts'
import { testOptions } from '../../test/models.ts'
import { FOLDER_THERE } from '../../test/vllm/exchange.ts'
import { replay } from '../../test/vllm/replayServer.ts'
import { peftLines, scenarios } from '../../test/vllm/scenarios.ts'
import type { Engine } from '../engine.ts'
import { silentLogger } from '../logger.ts'
import { startVllmProcess } from './startVllmProcess.ts'

const hosts = httpHosts()
let folder: string
let server: ReturnType<typeof replay>
let engine: Engine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-vllm-process-'))
  server = replay(folder)
  const url = await hosts.serve(server.answer)
  const { base, embedder } = testOptions()
  const adapters = { folder, folderThere: FOLDER_THERE }
  engine = await startVllmProcess({ url, base, embedder, adapters, logger: silentLogger })
})
afterAll(async () => {
  await engine.close()
  expect(await engine.health()).toMatchObject({ state: 'closed' })
  hosts.close()
  await rm(folder, { recursive: true })
})

test('the driver in a process of its own, with the embedding model; errors keep their codes', async () => {
  expect(engine.capabilities()).toMatchObject({ driver: 'vllm', embedding: { dimensions: 384 } })
  const all = scenarios(engine, folder)
  const [line] = peftLines()
  if (line === undefined) throw new Error('no line')
  const { tokens, end } = await all.adapted(line)
  expect(tokens).toEqual(line.answer)
  expect(end).toMatchObject({ inputTokens: line.prompt.length, outputTokens: line.answer.length })
  expect((await all.left()).at(-1)).toMatchObject({ reason: 'cancelled', outputTokens: 3 })
  await expect(all.tooWide()).rejects.toMatchObject({ code: 'ENGINE_ADAPTER_REFUSED', status: 500 })
  const [vector = []] = await engine.embed({ texts: ['a text'] })
  expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  expect(await engine.health()).toMatchObject({ state: 'ready', restarts: 0, adaptersLoaded: 1 })
  expect(server.unknown).toEqual([])
})
