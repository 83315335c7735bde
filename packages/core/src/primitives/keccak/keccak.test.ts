import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keccak as inJavascript } from './javascript.ts'
import { keccak as inWasm } from './wasm.ts'

test('both hash alike, and what was hashed stays as it was', () => {
  const before = inWasm(new Uint8Array([1]))
  const kept = before.slice()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
      expect(inWasm(bytes)).toEqual(inJavascript(bytes))
    }),
    { numRuns: 300 },
  )
  const long = new Uint8Array(1_000_003).map((_, at) => at * 7)
  expect(inWasm(long)).toEqual(inJavascript(long))
  expect(before).toEqual(kept)
})
