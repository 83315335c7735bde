import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { BASE, fixtureAdapter, testOptions } from '../../test/models.ts'
import { wideAdapter } from '../../test/wideAdapter.ts'
import type { AdapterRef, Engine, GenerateRequest } from '../engine.ts'
import { silentLogger } from '../logger.ts'
import { createLlamaEngine } from './createLlamaEngine.ts'
import type { LlamaOptions } from './llamaOptions.ts'

const open = (batching: LlamaOptions['batching']) =>
  createLlamaEngine({ ...testOptions(), embedder: undefined, sequences: 4, contextSize: 256, batching }, silentLogger)
const folder = mkdtempSync(join(tmpdir(), 'engine-batching-'))
const [eight, sixteen] = [wideAdapter(folder, 8), wideAdapter(folder, 16)]
let engine: Engine
beforeAll(async () => {
  engine = await open('exact')
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

const THINGS = ['the sea', 'a cat', 'bread', 'stars', 'a city', 'music']
const ask = (at: number, adapters: readonly AdapterRef[], more: Partial<GenerateRequest['params']> = {}) => ({
  base: BASE,
  adapters: [...adapters],
  messages: [{ role: 'user' as const, content: `Tell me of ${THINGS[at % THINGS.length]}.` }],
  params: { maxTokens: 5 + at, topLogprobs: 3, ...more },
})

test.for([
  ['the base model', []],
  ['an adapter of rank 2', [fixtureAdapter()]],
  ['one of rank 8', [eight]],
  ['two at once', [{ ...eight, scale: 0.7 }, sixteen]],
] as const)('%s: calls side by side get to the bit what each gets alone', async ([, adapters]) => {
  const alone = []
  for (let at = 0; at < THINGS.length; at++) alone.push(await collect(engine.generate(ask(at, adapters))))
  const beside = await Promise.all(THINGS.map((_, at) => collect(engine.generate(ask(at, adapters)))))
  expect(beside).toEqual(alone)
})

test('with sampling, a grammar, other adapters, scores and hang-ups beside them, too', async () => {
  const adapters = [eight]
  const schema = {
    type: 'object',
    properties: { n: { type: 'integer' } },
    required: ['n'],
    additionalProperties: false,
  }
  const calls = [
    ask(0, adapters),
    ask(1, adapters, { temperature: 0.9, seed: 7 }),
    ask(2, adapters, { maxTokens: 16, output: { type: 'json_schema', schema } }),
    ask(3, []),
    ask(4, [fixtureAdapter(0.5)]),
    ask(5, adapters),
  ]
  const alone = []
  for (const call of calls) alone.push(await collect(engine.generate(call)))
  const continuation = alone[0]?.tokens ?? []
  const question = { base: BASE, adapters, messages: calls[0]?.messages ?? [], continuation }
  const score = await engine.score(question)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 150)
  const [besides, again, cut] = await Promise.all([
    Promise.all(calls.map((call) => collect(engine.generate(call)))),
    engine.score(question),
    collect(engine.generate({ ...ask(6, adapters, { maxTokens: 200 }), signal: controller.signal })),
  ])
  expect(besides).toEqual(alone)
  expect(again).toEqual(score)
  expect(cut.end).toMatchObject({ reason: 'cancelled', outputTokens: cut.tokens.length })
  expect(await engine.health()).toMatchObject({ active: 0, waiting: 0 })
})

test('tokens of calls with the same adapters are evaluated together, unless that is off or would change them', async () => {
  const tokensATime = async (on: Engine, adapters: readonly AdapterRef[]) => {
    const before = await on.health()
    await Promise.all([0, 1, 2, 3].map((at) => collect(on.generate(ask(at, adapters, { maxTokens: 12 })))))
    const { evaluations, evaluatedTokens } = await on.health()
    return (evaluatedTokens - before.evaluatedTokens) / (evaluations - before.evaluations)
  }
  expect(await tokensATime(engine, [eight])).toBeGreaterThan(1.5)
  expect(await tokensATime(engine, [])).toBeGreaterThan(1.5)
  const apart = await open('off')
  expect(await tokensATime(apart, [eight])).toBe(1)
  await apart.close()
})
