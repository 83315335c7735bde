import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { isCanonicalText } from './isCanonicalText.ts'

/** The definition: printing what was parsed gives the text. */
function byPrinting(value: unknown, text: string): boolean {
  try {
    return canonicalJson(value) === text
  } catch {
    return false
  }
}

const agree = (text: string) => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return
  }
  expect([text, isCanonicalText(value, text)]).toEqual([text, byPrinting(value, text)])
}

test('says of every JSON text what printing it anew says', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('10', '9', '__proto__', 'é', '\ufb33', '\ud83d\ude00', 'a', 'aa'))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(null, true, false, '\ud800', 2 ** 53, -0),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(value, fc.nat({ max: 2 }), (made, spaces) => {
      const plain = JSON.stringify(made, null, spaces)
      agree(plain)
      try {
        agree(canonicalJson(made))
      } catch {
        // No canonical form: the text as it was printed said so.
      }
    }),
    { numRuns: 200 },
  )
})

test.each([
  '{"a":1,"a":1}',
  '{"b":1,"a":2}',
  '{"10":1,"9":2}',
  '{"9":1,"10":2}',
  '{"__proto__":1,"a":2}',
  '[1.0]',
  '[1e3]',
  '[-0]',
  '[ 1]',
  '["\\u0041"]',
  '["\\ud800"]',
  `${'['.repeat(65)}${']'.repeat(65)}`,
  `${'['.repeat(64)}${']'.repeat(64)}`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
])('%s', agree)
