import { outputSchemaSchema } from '@openledger/core/outputSchema/outputSchema.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { BASE, testOptions } from '../../test/models.ts'
import type { Engine, GenerateParams } from '../engine.ts'
import { silentLogger } from '../logger.ts'
import { createLlamaEngine } from './createLlamaEngine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createLlamaEngine(testOptions(), silentLogger)
})
afterAll(async () => engine.close())

const messages = [{ role: 'user' as const, content: 'Name a colour.' }]
const run = (schema: unknown, params: Partial<GenerateParams> = {}) =>
  collect(
    engine.generate({
      base: BASE,
      messages,
      params: { maxTokens: 64, ...params, output: { type: 'json_schema', schema: outputSchemaSchema.parse(schema) } },
    }),
  )

test('the answer follows its schema, with the model’s own log-probabilities, the same each time', async () => {
  const schema = {
    type: 'object',
    properties: { colour: { type: 'string', maxLength: 12 }, isWarm: { type: 'boolean' } },
    required: ['colour', 'isWarm'],
  }
  const answer = await run(schema)
  expect(JSON.parse(answer.text)).toEqual({ colour: expect.any(String), isWarm: expect.any(Boolean) })
  expect(answer.end).toMatchObject({ reason: 'stop', outputTokens: answer.tokens.length })
  expect(await run(schema)).toEqual(answer)
  const { logprobs } = await engine.score({ base: BASE, messages, continuation: answer.tokens })
  for (const [place, logprob] of answer.logprobs.entries()) expect(logprob).toBeCloseTo(logprobs[place] ?? 0, 3)

  const drawn = await run(schema, { temperature: 2, seed: 3 })
  expect(Object.keys(JSON.parse(drawn.text))).toEqual(['colour', 'isWarm'])
  expect(await run(schema, { temperature: 2, seed: 3 })).toEqual(drawn)
  expect(drawn.text).not.toBe(answer.text)
})

test('what the model would never say by itself is said when nothing else is allowed', async () => {
  const value = 'zq﷽ 𝔛\u0001"'
  for (const temperature of [0, 1]) expect(JSON.parse((await run({ const: value }, { temperature })).text)).toBe(value)
})

test('an answer that reaches its length is cut; named tokens are the model’s own', async () => {
  const schema = { type: 'array', items: { type: 'integer' }, minItems: 100 }
  const cut = await run(schema, { maxTokens: 5, topLogprobs: 2 })
  expect(cut.end).toMatchObject({ reason: 'length', outputTokens: 5 })
  expect(cut.text).toMatch(/^\[/)
  const free = await collect(engine.generate({ base: BASE, messages, params: { maxTokens: 1 } }))
  const [first] = await topsOf(schema)
  expect(first?.[0]?.tokenId).toBe(free.tokens[0])
})

async function topsOf(schema: unknown) {
  const output = { type: 'json_schema' as const, schema: outputSchemaSchema.parse(schema) }
  const tops = []
  for await (const event of engine.generate({ base: BASE, messages, params: { maxTokens: 1, topLogprobs: 2, output } }))
    if (event.type === 'token') tops.push(event.top ?? [])
  return tops
}
