import { canonicalBytes } from '@openledger/core/json/canonicalJson.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordContentSchema, recordLimits } from './recordContent.ts'

const qa = { kind: 'qa', prompts: ['What is the ICD-10-CM code for cholera?'], answer: 'A00.9' }
const document = {
  kind: 'document',
  title: 'MIT License',
  text: 'Free of charge.',
  url: 'https://spdx.org/licenses/MIT.html',
}

function refuses(value: unknown): boolean {
  return !recordContentSchema.safeParse(value).success
}

describe('recordContentSchema', () => {
  it('takes a question with its answer, and a document', () => {
    expect(recordContentSchema.parse(qa)).toEqual(qa)
    expect(recordContentSchema.parse(document)).toEqual(document)
  })

  it.each([
    ['an unknown field', { ...qa, note: 'x' }],
    ['a __proto__ field', JSON.parse('{"kind":"qa","prompts":["a b"],"answer":"c","__proto__":{"x":1}}')],
    ['an unknown kind', { ...qa, kind: 'chat' }],
    ['no kind', { prompts: ['a'], answer: 'b' }],
    ['a list', [qa]],
    ['null', null],
    ['a prompt of another type', { ...qa, prompts: [7] }],
    ['no prompts', { ...qa, prompts: [] }],
    ['too many prompts', { ...qa, prompts: new Array(17).fill('What?') }],
    ['a blank prompt', { ...qa, prompts: [' \t'] }],
    ['a long prompt', { ...qa, prompts: ['a'.repeat(recordLimits.promptLength + 1)] }],
    ['a long answer', { ...qa, answer: 'a'.repeat(recordLimits.answerLength + 1) }],
    ['half a surrogate pair', { ...qa, answer: 'a\ud800' }],
    ['text that is not NFC', { ...qa, answer: 'e\u0301' }],
    ['a null character', { ...qa, answer: 'a\u0000b' }],
    ['an escape character', { ...qa, answer: 'a\u001b[31mb' }],
    ['a script address', { ...document, url: 'javascript:alert(1)' }],
    ['a file address', { ...document, url: 'file:///etc/passwd' }],
    ['an address with a password', { ...document, url: 'https://user:secret@example.org/' }],
    ['a relative address', { ...document, url: '/licenses/MIT' }],
    ['a record above 16 KiB in all', { ...qa, prompts: new Array(16).fill('a'.repeat(1_100)) }],
  ])('refuses %s', (_, value) => {
    expect(refuses(value)).toBe(true)
  })

  it('takes each text at its limit', () => {
    expect(
      refuses({
        ...qa,
        prompts: ['a'.repeat(recordLimits.promptLength)],
        answer: 'b'.repeat(recordLimits.answerLength),
      }),
    ).toBe(false)
  })

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof recordContentSchema.safeParse(value).success === 'boolean'))
  })
})

it('measures a record by the canonical JSON that its id hashes', () => {
  const full = 'é'.repeat(2_000)
  const prompts = (length: number) => [
    full,
    'é'.repeat(2_000),
    'é'.repeat(2_000),
    'é'.repeat(2_000),
    'é'.repeat(length),
  ]
  const rest = canonicalBytes({ kind: 'qa', prompts: prompts(0), answer: '"' }).length
  const fits = (recordLimits.canonicalBytes - rest) / 2
  for (const [length, tooLarge] of [
    [Math.floor(fits), false],
    [Math.floor(fits) + 1, true],
  ] as const) {
    const content = { kind: 'qa', prompts: prompts(length), answer: '"' }
    expect(canonicalBytes(content).length > recordLimits.canonicalBytes).toBe(tooLarge)
    expect(refuses(content)).toBe(tooLarge)
  }
})
