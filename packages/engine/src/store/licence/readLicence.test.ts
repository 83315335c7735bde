import { expect, test } from 'vitest'
import { readLicence } from './readLicence.ts'

const card = (line: string) => `---\nbase_model: x\n${line}\ntags:\n- lora\n---\n# Card\nlicense: gpl-3.0\n`

test.each([
  ['license: apache-2.0', 'apache-2.0'],
  ['license: "mit"', 'mit'],
  ['license: [mit]', 'mit'],
  ['license:\n- cc-by-4.0', 'cc-by-4.0'],
  ['license: llama3.2 # Meta', 'llama3.2'],
])('a card with %j', (line, id) => {
  expect(readLicence(undefined, card(line), undefined)).toEqual({ id, from: 'card' })
})

test('the text of a licence, by its tag or title', () => {
  const of = (text: string) => readLicence(undefined, undefined, text)
  expect(of('SPDX-License-Identifier: Zlib\n')).toEqual({ id: 'Zlib', from: 'file' })
  expect(of('MIT License\n\nCopyright')).toEqual({ id: 'MIT', from: 'file' })
  expect(of('\n      Apache License\n   Version 2.0, January 2004')).toEqual({ id: 'Apache-2.0', from: 'file' })
})

test('the operator’s word comes first', () => {
  expect(readLicence('CC0-1.0', card('license: mit'), 'MIT License')).toEqual({ id: 'CC0-1.0', from: 'operator' })
})

test.each([
  undefined,
  '# no front matter\nlicense: mit',
  card('tag: x'),
  card('license: other'),
  card('license: [mit, gpl]'),
  card('license:\n- mit\n- gpl'),
  card('license:'),
  card('license: a b c'),
])('what names none is refused: %j', (text) => {
  expect(() => readLicence(undefined, text, 'Some terms.')).toThrow(
    expect.objectContaining({ code: 'ADAPTER_LICENCE_UNKNOWN' }),
  )
})
