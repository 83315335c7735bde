import { expect, test } from 'vitest'
import { refuseTokenPrompts } from './refuseTokenPrompts.ts'

test('token ids are refused by the field’s name; what is text, or no prompt at all, is left to the schema', () => {
  for (const prompt of [[1, 2], [[1], [2]], [3]]) {
    const refused = expect.objectContaining({ code: 'REQUEST_UNSUPPORTED_PARAMETER', details: { param: 'prompt' } })
    expect(() => refuseTokenPrompts({ prompt })).toThrow(refused)
  }
  for (const body of [{ prompt: 'a' }, { prompt: ['a'] }, { prompt: [] }, { prompt: [1, 'a'] }, {}, null, 3])
    expect(refuseTokenPrompts(body)).toBe(body)
})
