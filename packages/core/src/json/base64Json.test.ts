import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64Json, encodeBase64Json } from './base64Json.ts'

test('what is encoded comes back, letters beyond ASCII too', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(decodeBase64Json(encodeBase64Json(value))).toEqual(plain)
    }),
  )
})

test.each(['', '%%%', 'e30', btoa('{'), btoa('\xff\xfe'), 'e30=='])('%j is refused unless it is JSON', (text) => {
  if (text === 'e30') return expect(decodeBase64Json(text)).toEqual({})
  expect(() => decodeBase64Json(text)).toThrowError(expect.objectContaining({ code: 'CORE_INPUT_INVALID' }))
})
