import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { f32, safetensors } from '../../../test/safetensors.ts'
import { readHeader } from './readHeader.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'header-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: Uint8Array) {
  await writeFile(join(folder, 'file'), bytes)
  return readHeader(join(folder, 'file'))
}
const a = { name: 'a', dtype: 'F32', shape: [1, 2], data: f32(1, 2) }
const b = { name: 'b', dtype: 'BF16', shape: [3], data: new Uint8Array(6) }
const code = (name: string) => expect.objectContaining({ code: name })
const withA = (changes: object) => (header: Record<string, unknown>) => ({
  ...header,
  a: { ...(header['a'] as object), ...changes },
})

test('tells the tensors of a file, and leaves its metadata', async () => {
  const header = (plain: object) => ({ __metadata__: { format: 'pt' }, ...plain })
  const bytes = safetensors([a, b], { header })
  const start = bytes.length - 14
  expect(await read(bytes)).toEqual([
    { name: 'a', dtype: 'F32', shape: [1, 2], start, bytes: 8 },
    { name: 'b', dtype: 'BF16', shape: [3], start: start + 8, bytes: 6 },
  ])
})

describe('refuses', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('abc')],
    ['a header longer than the file', Buffer.concat([Buffer.from([255, 255, 255, 0, 0, 0, 0, 0]), Buffer.alloc(50)])],
    ['a header of 2^63 bytes', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 127]), Buffer.alloc(50)])],
    ['no JSON', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{x')])],
    ['a list', safetensors([a], { header: () => [] })],
    ['no tensors', safetensors([])],
    ['other types', safetensors([{ ...a, dtype: 'I64', shape: [1] }])],
    ['a shape with other bytes', safetensors([{ ...a, shape: [1, 3] }])],
    ['a shape that overflows', safetensors([a], { header: withA({ shape: [2 ** 31, 2 ** 31, 2 ** 31] }) })],
    ['a side of 0', safetensors([a], { header: withA({ shape: [0, 2], data_offsets: [0, 0] }) })],
    ['offsets outside', safetensors([a], { header: withA({ data_offsets: [8, 16] }) })],
    ['negative offsets', safetensors([a], { header: withA({ data_offsets: [-8, 0] }) })],
    [
      'an overlap',
      safetensors([a, b], { header: (h) => ({ ...h, b: { dtype: 'BF16', shape: [3], data_offsets: [4, 10] } }) }),
    ],
    ['a gap', safetensors([a, b], { header: ({ b: last }) => ({ b: last }) })],
    ['a tail', safetensors([a], { tail: Buffer.from('tail') })],
    ['a tensor cut off', safetensors([a]).subarray(0, -1)],
    ['unknown fields', safetensors([a], { header: withA({ code: 'x' }) })],
  ])('%s', async (_what, bytes) => {
    await expect(read(bytes)).rejects.toEqual(code('ADAPTER_WEIGHTS_INVALID'))
  })

  test('pickles, old and new', async () => {
    await expect(read(Buffer.from([0x80, 2, 0, 0, 0, 0, 0, 0, 0, 0]))).rejects.toEqual(code('ADAPTER_PICKLE'))
    await expect(read(Buffer.from('PK\x03\x04aaaaaaaa'))).rejects.toEqual(code('ADAPTER_PICKLE'))
  })

  test('any bytes: a coded error or a sound header', async () => {
    const whole = safetensors([a, b])
    const mutation = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(whole)
        for (const [place, value] of changes) bytes[place] = value
        const tensors = await read(bytes).catch((error: { code: string }) => {
          expect(error.code).toMatch(/^ADAPTER_(WEIGHTS_INVALID|PICKLE)$/)
          return []
        })
        for (const { start, bytes: length } of tensors) expect(start + length).toBeLessThanOrEqual(whole.length)
      }),
      { numRuns: 200 },
    )
  })
})
