import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenise } from './tokenise.ts'

const words = (text: string): string[] => tokenise(text).map((token) => token.text)
const critical = (text: string): string[] =>
  tokenise(text)
    .filter((token) => token.critical)
    .map((token) => token.text)

describe('tokenise', () => {
  it.each([
    ['ICD-10-CM codes: A00.0!', 'icd 10 cm cod a000'],
    ['icd 10 cm coding a000', 'icd 10 cm cod a000'],
    ['S72.001A', 's72001a'],
    ['V02.90', 'v0290'],
    ['3.5 and 35', '3.5 and 35'],
    ['2.0 1,000 2.50', '2 1000 2.5'],
    ['Ｃｏｄｅ códe co\u200bde', 'cod cod cod'],
    ['сholera', 'cholera'],
    ['東京', '東 京'],
    ["Kestrin's lung", 'kestrin lung'],
  ])('%j becomes %j', (text, expected) => {
    expect(words(text).join(' ')).toBe(expected)
  })

  it('keeps sibling codes apart', () => {
    expect(words('A00.0')).not.toEqual(words('A00.1'))
    expect(words('V02.9')).not.toEqual(words('V02.90'))
  })

  it('knows the words that carry the fact', () => {
    expect(critical('Cataract, NOS, of the left eye without pain: type B, stage 3')).toEqual([
      'unspecified',
      'left',
      'without',
      'b',
      '3',
    ])
    expect(critical('Cholera due to eltor')).toEqual([])
  })

  it('does not depend on case or on marks around words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (list) => {
        const plain = words(list.join(' '))
        expect(words(list.join(' ').toUpperCase())).toEqual(plain)
        expect(words(`"${list.join('", (')}"!?`)).toEqual(plain)
      }),
    )
  })

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => tokenise(text).every((token) => token.text.length >= 0)),
    )
  })
})
