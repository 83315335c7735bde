import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { BASE, testOptions } from '../../test/models.ts'
import type { Engine, GenerateRequest, TokenEvent } from '../engine.ts'
import { silentLogger } from '../logger.ts'
import { startEngineProcess } from './startEngineProcess.ts'

const options = () => ({ base: testOptions().base, contextSize: 512, sequences: 2, threads: 1, gpu: 'off' as const })

let engine: Engine
beforeAll(async () => {
  engine = await startEngineProcess({ ...options(), logger: silentLogger })
})
afterAll(() => engine.close())

const story = (params: Partial<GenerateRequest['params']> = {}): GenerateRequest => ({
  base: BASE,
  messages: [{ role: 'user', content: 'Tell me a long story.' }],
  params: { maxTokens: 200, ...params },
})

async function until(condition: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`the condition didn't hold within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('serves calls, in parallel, with the errors of the driver', async () => {
  const [a, b, count, words] = await Promise.all([
    collect(engine.generate(story({ maxTokens: 4 }))),
    collect(engine.generate(story({ maxTokens: 4 }))),
    engine.countTokens({ base: BASE, messages: story().messages }),
    engine.tokenize({ base: BASE, text: 'Hi there' }),
  ])
  expect(a.tokens).toHaveLength(4)
  expect(b).toEqual(a)
  expect(a.start?.inputTokens).toBe(count)
  expect(words).toMatchObject({ tokens: { length: 2 }, byteLengths: [2, 6] })
  const score = await engine.score({ base: BASE, messages: story().messages, continuation: a.tokens })
  expect(score.logprobs).toEqual(a.logprobs)
  expect(engine.capabilities()).toMatchObject({ driver: 'llamacpp', bases: [{ id: BASE, contextSize: 512 }] })
  await expect(collect(engine.generate(story({ maxTokens: 512 })))).rejects.toMatchObject({
    code: 'ENGINE_CONTEXT_OVERFLOW',
    status: 400,
    details: { outputTokens: 512 },
  })
  await expect(engine.embed({ texts: ['a'] })).rejects.toMatchObject({ code: 'ENGINE_NO_EMBEDDER' })
})

test('a cancelled call ends with what was produced, every token of it delivered', async () => {
  const controller = new AbortController()
  const events: TokenEvent[] = []
  for await (const event of engine.generate({ ...story(), signal: controller.signal })) {
    events.push(event)
    if (events.length === 4) controller.abort()
  }
  const end = events.at(-1)
  const tokens = events.filter((event) => event.type === 'token').length
  expect(end).toMatchObject({ type: 'end', reason: 'cancelled', outputTokens: tokens })
  expect(tokens).toBeLessThanOrEqual(6)
  await until(async () => (await engine.health()).active === 0, 20_000)
})

test('leaving the loop stops the generation in the other process', async () => {
  for await (const event of engine.generate(story())) if (event.type === 'token') break
  await until(async () => (await engine.health()).active === 0, 20_000)
})

test('kill -9 in mid-stream: the tokens so far, then ENGINE_CRASHED; the next call starts it again', async () => {
  const { pid = 0, restarts } = await engine.health()
  const events: TokenEvent[] = []
  const call = async () => {
    for await (const event of engine.generate(story())) {
      events.push(event)
      if (events.length === 4) process.kill(pid, 'SIGKILL')
    }
  }
  const beside = expect(
    engine.score({ base: BASE, messages: story().messages, continuation: 'word '.repeat(200) }),
  ).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
  await expect(call()).rejects.toMatchObject({ code: 'ENGINE_CRASHED', status: 503 })
  await beside
  expect(events.filter((event) => event.type === 'token').length).toBeGreaterThanOrEqual(3)
  expect(events.some((event) => event.type === 'end')).toBe(false)

  expect(await engine.health()).toMatchObject({ state: 'stopped' })
  const [again, twice] = await Promise.all([0, 1].map(() => collect(engine.generate(story({ maxTokens: 2 })))))
  expect(again?.tokens).toHaveLength(2)
  expect(twice).toEqual(again)
  const health = await engine.health()
  expect(health).toMatchObject({ state: 'ready', restarts: restarts + 1 })
  expect(health.pid).not.toBe(pid)
})

test('the engine process ends with its parent, however that one ends', async () => {
  const source = `
    import { startEngineProcess } from ${JSON.stringify(new URL('./startEngineProcess.ts', import.meta.url).href)}
    import { silentLogger } from ${JSON.stringify(new URL('../logger.ts', import.meta.url).href)}
    const engine = await startEngineProcess({ ...${JSON.stringify(options())}, logger: silentLogger })
    console.log((await engine.health()).pid)
  `
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const pid = Number(String(line))
  expect(exists(pid)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !exists(pid), 20_000)
})

test('a model that is none is refused at the start; a closed engine refuses calls', async () => {
  const broken = { ...options(), base: { id: BASE, path: fileURLToPath(import.meta.url) }, logger: silentLogger }
  await expect(startEngineProcess(broken)).rejects.toMatchObject({ code: 'ENGINE_MODEL_UNREADABLE' })
  await expect(startEngineProcess({ ...broken, contextSize: 1 })).rejects.toMatchObject({ code: 'ENGINE_BAD_REQUEST' })

  const { pid = 0 } = await engine.health()
  const running = collect(engine.generate(story()))
  const refused = expect(running).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
  await until(async () => (await engine.health()).active === 1, 20_000)
  await engine.close()
  await refused
  expect(exists(pid)).toBe(false)
  expect(await engine.health()).toMatchObject({ state: 'closed' })
  await expect(engine.countTokens({ base: BASE, text: 'a' })).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
})
