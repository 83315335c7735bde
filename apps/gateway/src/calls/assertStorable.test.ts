import { expect, test } from 'vitest'
import { assertStorable } from './assertStorable.ts'

test('a NUL or half a pair is refused wherever it stands; whole pairs and written-out escapes are text', () => {
  assertStorable({ messages: [{ content: 'a \u{1f600} \\u0000 \\ud800' }], stop: ['\n'], seed: null })
  for (const bad of ['a\0', '\ud83d', 'x\udc00y']) {
    for (const request of [{ messages: [{ content: bad }] }, { output: { [bad]: 1 } }, { stop: ['a', bad] }])
      expect(() => assertStorable(request)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
  }
})
