import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wideAdapterBytes } from '../../../test/wideAdapter.ts'
import { type LoraFile, readLora, type Tensor, writeLora } from './loraFile.ts'
import { padAdapter } from './padAdapter.ts'

const original = wideAdapterBytes(8)
const fixture = readLora(original) as LoraFile
const floats = ({ data, shape }: Tensor) =>
  new Float32Array(data.slice(0, 4 * shape.reduce((product, length) => product * length, 1)).buffer)

/** B · A of a pair, row by row. */
function product(tensors: readonly Tensor[], name: string): number[] {
  const [a, b] = ['a', 'b'].map((part) => tensors.find((tensor) => tensor.name === `${name}.lora_${part}`))
  if (a === undefined || b === undefined) throw new Error(name)
  const [columns = 0, rank = 0] = a.shape
  const [left, right] = [floats(b), floats(a)]
  return Array.from({ length: (b.shape[1] ?? 0) * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    let sum = 0
    for (let k = 0; k < rank; k++) sum += (left[row * rank + k] ?? 0) * (right[k * columns + column] ?? 0)
    return sum
  })
}

test('a padded adapter has the same product and factor, a rank that no block divides, and all its metadata', () => {
  const { bytes, isExact } = padAdapter(original)
  expect(isExact).toBe(true)
  const padded = readLora(bytes) as LoraFile
  const names = fixture.tensors.map(({ name }) => name)
  expect(padded.tensors.map(({ name }) => name)).toEqual(names)
  const rankOf = ({ tensors }: LoraFile) => tensors.find(({ name }) => name.endsWith('.lora_b'))?.shape[0] ?? 0
  expect(rankOf(fixture) % 4).toBe(0)
  expect(rankOf(padded)).toBe(rankOf(fixture) + 1)
  expect(Math.fround((padded.alpha ?? 0) / rankOf(padded))).toBe(Math.fround((fixture.alpha ?? 0) / rankOf(fixture)))
  const pair = names[0]?.replace(/\.lora_.$/, '') ?? ''
  expect(product(padded.tensors, pair)).toEqual(product(fixture.tensors, pair))
  // Once is enough, and a rank that no block divides is good as it is.
  const two = wideAdapterBytes(2)
  expect(padAdapter(two)).toEqual({ bytes: two, isExact: true })
  expect(padAdapter(bytes)).toEqual({ bytes, isExact: true })
  const heads = [fixture, padded].map(({ head, alphaAt = 0 }) => [head.slice(0, alphaAt), head.slice(alphaAt + 4)])
  expect(heads[1]).toEqual(heads[0])
})

test('the factor stays the float that it was, or the adapter stays as it is', () => {
  fc.assert(
    fc.property(fc.float({ min: 2 ** -20, max: 4_096, noNaN: true }), (alpha) => {
      const given = writeLora(fixture, { alpha, tensors: fixture.tensors })
      const { bytes, isExact } = padAdapter(given)
      const [before, after] = [readLora(given), readLora(bytes)]
      const factor = (lora: LoraFile | undefined) =>
        Math.fround((lora?.alpha ?? 0) / (lora?.tensors.find(({ name }) => name.endsWith('.lora_b'))?.shape[0] ?? 1))
      expect(factor(after)).toBe(factor(before))
      expect(isExact || bytes === given).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('what is no such adapter stays as it is, whatever its bytes', () => {
  const asItIs = (tensors: readonly Tensor[]) => {
    const bytes = writeLora(fixture, { alpha: undefined, tensors })
    const served = padAdapter(bytes)
    expect([served.bytes === bytes, served.isExact]).toEqual([true, false])
  }
  asItIs(fixture.tensors.map((tensor) => ({ ...tensor, type: 8 })))
  asItIs(fixture.tensors.map((tensor) => ({ ...tensor, name: tensor.name.replace(/^blk\.\d+/, 'token_embd') })))
  asItIs(fixture.tensors.map((tensor) => ({ ...tensor, shape: tensor.shape.map((length) => 512 * length) })))
  asItIs(fixture.tensors.map((tensor, at) => (at === 0 ? { ...tensor, shape: [...tensor.shape, 1] } : tensor)))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(original.length), (noise, at) => {
      for (const bytes of [noise, original.subarray(0, at), Uint8Array.from([...original.subarray(0, 8), ...noise])])
        expect(padAdapter(bytes).bytes.length).toBeGreaterThanOrEqual(bytes.length)
    }),
  )
})
