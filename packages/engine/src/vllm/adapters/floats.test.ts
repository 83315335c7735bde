import { expect, test } from 'vitest'
import { toFloats } from './floats.ts'

const bytes = (numbers: Uint16Array | Float32Array) => new Uint8Array(numbers.buffer)

test('numbers of each type, exactly, wherever they lie', () => {
  const halves = Uint16Array.of(0x0000, 0x8000, 0x3c00, 0xc000, 0x0001, 0x03ff, 0x7bff, 0x3555, 0x7c00)
  expect([...(toFloats(bytes(halves), 1, 9) ?? [])]).toEqual([
    0,
    -0,
    1,
    -2,
    2 ** -24,
    1023 * 2 ** -24,
    65504,
    0.333251953125,
    Number.POSITIVE_INFINITY,
  ])
  expect(toFloats(bytes(Uint16Array.of(0x7e00)), 1, 1)).toEqual(Float32Array.of(Number.NaN))
  const brain = Uint16Array.of(0x3f80, 0xbf80, 0x4049, 0x0001)
  expect([...(toFloats(bytes(brain), 30, 4) ?? [])]).toEqual([1, -1, 3.140625, 2 ** -133])
  const odd = new Uint8Array([9, ...bytes(Float32Array.of(1.5, -2.5))]).subarray(1)
  expect([...(toFloats(odd, 0, 2) ?? [])]).toEqual([1.5, -2.5])
})

test('other types and too few numbers are nothing', () => {
  expect(toFloats(new Uint8Array(64), 2, 4)).toBeUndefined()
  expect(toFloats(new Uint8Array(7), 0, 2)).toBeUndefined()
})
