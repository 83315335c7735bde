import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { f32, safetensors, type Written } from '../../../test/safetensors.ts'
import { readHeader } from './readHeader.ts'
import { writeCanonical } from './writeCanonical.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canonical-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function canonical(tensors: readonly Written[], metadata = {}) {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await writeFile(from, safetensors(tensors, { header: (h) => ({ ...h, __metadata__: metadata }) }))
  await rm(to, { force: true })
  await writeCanonical(from, await readHeader(from), to, AbortSignal.timeout(10_000))
  return readFile(to)
}
const a = { name: 'a', dtype: 'F16', shape: [1], data: new Uint8Array([0, 0x3c]) }
const b = {
  name: 'b',
  dtype: 'F32',
  shape: [600, 1000],
  data: new Uint8Array(Float32Array.from({ length: 600_000 }, (_, i) => i).buffer),
}

test('the same tensors are the same bytes, whatever their order and metadata', async () => {
  const one = await canonical([a, b], { format: 'pt' })
  expect(await canonical([b, a], { evil: '<script>' })).toEqual(one)
  const tensors = await readHeader(join(folder, 'to'))
  expect(tensors.map(({ name }) => name)).toEqual(['b', 'a'])
  for (const [i, written] of [b, a].entries()) {
    const { start = 0, bytes = 0 } = tensors[i] ?? {}
    expect(one.subarray(start, start + bytes).equals(written.data)).toBe(true)
  }
})

test.each([
  ['F32', f32(Number.NaN)],
  ['F32', f32(Number.POSITIVE_INFINITY)],
  ['F32', f32(Number.NEGATIVE_INFINITY)],
  ['F16', new Uint8Array([0, 0x7c])],
  ['F16', new Uint8Array([1, 0xfc])],
  ['BF16', new Uint8Array([0x80, 0x7f])],
  ['BF16', new Uint8Array([0xc0, 0xff])],
])('a number in %s that is not finite is refused', async (dtype, data) => {
  const odd = { name: 'c', dtype, shape: [1], data }
  await expect(canonical([a, odd])).rejects.toMatchObject({ code: 'ADAPTER_WEIGHTS_INVALID' })
})

test('the largest numbers that are finite are taken', async () => {
  const largest = [
    { name: 'c', dtype: 'F16', shape: [1], data: new Uint8Array([0xff, 0x7b]) },
    { name: 'd', dtype: 'BF16', shape: [1], data: new Uint8Array([0x7f, 0x7f]) },
    { name: 'e', dtype: 'F32', shape: [1], data: f32(3.4028234663852886e38) },
  ]
  expect((await canonical(largest)).length).toBeGreaterThan(8)
})
