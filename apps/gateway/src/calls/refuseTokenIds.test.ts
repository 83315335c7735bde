import { expect, test } from 'vitest'
import { refuseTokenIds } from './refuseTokenIds.ts'

test.each(['prompt', 'input'] as const)(
  'token ids in %s are refused by its name; all else is the schema’s',
  (param) => {
    for (const ids of [[1, 2], [[1], [2]], [3]]) {
      const refused = expect.objectContaining({ code: 'REQUEST_UNSUPPORTED_PARAMETER', details: { param } })
      expect(() => refuseTokenIds({ [param]: ids }, param)).toThrow(refused)
    }
    const texts = ['a', ['a'], [], [1, 'a']].map((text) => ({ [param]: text }))
    for (const body of [...texts, {}, null, 3]) expect(refuseTokenIds(body, param)).toBe(body)
  },
)
