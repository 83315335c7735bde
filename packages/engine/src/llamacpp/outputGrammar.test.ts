import type { OutputFormat } from '@openledger/core/outputSchema/outputFormat.ts'
import { type OutputSchema, outputSchemaSchema } from '@openledger/core/outputSchema/outputSchema.ts'
import { getLlama, type Llama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { modelFile } from '../../test/models.ts'
import { GrammarState } from './grammarState.ts'
import { outputGrammar } from './outputGrammar.ts'

let llama: Llama
let model: LlamaModel
beforeAll(async () => {
  llama = await getLlama({ build: 'never', gpu: false, logLevel: LlamaLogLevel.disabled })
  model = await llama.loadModel({ modelPath: modelFile('smollm2-135m-instruct-q4_1.gguf'), vocabOnly: true })
})
afterAll(async () => llama.dispose())

const follows = (text: string, schema?: OutputSchema) =>
  isWhole(text, schema === undefined ? { type: 'json_object' } : { type: 'json_schema', schema })

/** Whether a text is a whole answer: each of its tokens is allowed in turn, and then the end. */
async function isWhole(text: string, format: OutputFormat): Promise<boolean> {
  const state = await GrammarState.create(model, outputGrammar(format))
  for (const token of model.tokenize(text)) {
    if (!state.allows(token)) return false
    state.accept(token)
  }
  const { eos } = model.tokens
  return eos !== null && state.allows(eos)
}

const schema = outputSchemaSchema.parse({
  type: 'object',
  properties: {
    'na"me\n\\ü': { type: 'string', minLength: 1, maxLength: 3 },
    born: { type: ['integer', 'null'] },
    share: { type: 'number' },
    role: { type: 'string', enum: ['au"thor', 'reader'] },
    friends: { type: 'array', items: { $ref: '#/$defs/friend' }, minItems: 1, maxItems: 3 },
    next: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
    is: { const: true },
  },
  required: ['na"me\n\\ü', 'born', 'share', 'role', 'friends', 'next', 'is'],
  $defs: { friend: { anyOf: [{ type: 'boolean' }, { type: 'array', items: { type: 'null' } }] } },
})
const answer = {
  'na"me\n\\ü': 'é"😀',
  born: -12,
  share: 1.5e-3,
  role: 'au"thor',
  friends: [true, [], [null, null]],
  next: null as unknown,
  is: true,
}
const changed = (fields: object) => JSON.stringify({ ...answer, ...fields })

test('answers that follow the schema are allowed, compact and laid out, one within the other', async () => {
  for (const value of [answer, { ...answer, next: { ...answer, next: answer } }])
    for (const indent of [0, 2])
      expect(await follows(JSON.stringify(value, null, indent), schema), `${indent}`).toBe(true)
})

test.each([
  ['too short a text', { 'na"me\n\\ü': '' }],
  ['too long a text', { 'na"me\n\\ü': 'four' }],
  ['a number that is not whole', { born: 1.5 }],
  ['a value of another type', { share: '1' }],
  ['a value that is not listed', { role: 'author' }],
  ['too few items', { friends: [] }],
  ['too many items', { friends: [true, true, true, true] }],
  ['another constant', { is: false }],
  ['one property too many', { more: 1 }],
  ['one that is missing deep inside', { next: { ...answer, is: undefined } }],
])('%s is not', async (_, fields) => {
  expect(await follows(changed(fields), schema)).toBe(false)
})

test('numbers that JSON’s readers would take for others are left out, and escapes that are no character', async () => {
  const only = (type: string) => outputSchemaSchema.parse({ type })
  for (const text of ['1e400', '1e5', '01', '1.0', '9'.repeat(17)])
    expect(await follows(text, only('integer'))).toBe(false)
  for (const text of ['1e400', '.5', '1.', 'NaN']) expect(await follows(text, only('number'))).toBe(false)
  for (const text of ['1e40', '0.5', '-0']) expect(await follows(text, only('number'))).toBe(true)
  for (const text of [String.raw`"\ud800"`, '"\t"', String.raw`"\x"`])
    expect(await follows(text, only('string'))).toBe(false)
  for (const text of [String.raw`"\u00e9\n\/"`, '"\u2028"']) expect(await follows(text, only('string'))).toBe(true)
})

test('without a schema any object follows, and nothing else', async () => {
  for (const value of [{}, { a: [1, { b: [] }, 'x', null, false] }])
    expect(await follows(JSON.stringify(value))).toBe(true)
  for (const value of [[], 'a', 1, null]) expect(await follows(JSON.stringify(value))).toBe(false)
})

test('what a schema of every kind of node allows is what another validator takes', () => {
  const validator = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  expect(validator.safeParse({ ...answer, 'na"me\n\\ü': 'é"n' }).success).toBe(true)
  expect(validator.safeParse({ ...answer, born: 1.5 }).success).toBe(false)
})

test('properties that are not required may be left out, each by itself', async () => {
  const ofThree = (required: string[]) =>
    outputSchemaSchema.parse({
      type: 'object',
      properties: { a: { type: 'null' }, b: { type: 'null' }, c: { type: 'null' } },
      required,
    })
  const subsets = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]
  for (const required of [[], ['b'], ['a', 'c']]) {
    for (const has of subsets) {
      const text = JSON.stringify(Object.fromEntries(has.map((name) => [name, null])))
      const isFine = required.every((name) => has.includes(name))
      expect(await follows(text, ofThree(required)), `${text} of ${required.join()}`).toBe(isFine)
    }
    for (const text of ['{,}', '{"a":null,}', '{"c":null,"a":null}', '{"a":null "b":null}'])
      expect(await follows(text, ofThree(required))).toBe(false)
  }
})

test('a call names one of the functions and has its arguments; without being required it may be text', async () => {
  const parameters = outputSchemaSchema.parse({
    type: 'object',
    properties: { place: { type: 'string' } },
    required: ['place'],
  })
  const tools = [
    { name: 'weather', parameters },
    { name: 'time', parameters: outputSchemaSchema.parse({ type: 'object' }) },
  ]
  for (const required of [true, false]) {
    const format: OutputFormat = { type: 'tool_call', tools, required }
    expect(await isWhole('{"name":"weather","arguments":{"place":"Rome"}}', format)).toBe(true)
    expect(await isWhole('{ "name": "time", "arguments": {} }', format)).toBe(true)
    for (const wrong of [
      '{"name":"weather","arguments":{}}',
      '{"name":"rain","arguments":{}}',
      '{"name":"time"}',
      '{}',
    ])
      expect(await isWhole(wrong, format), wrong).toBe(false)
    expect(await isWhole('It rains: {"name"', format)).toBe(!required)
  }
})
