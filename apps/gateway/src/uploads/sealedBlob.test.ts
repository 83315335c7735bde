import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { createBlockSeal } from '@openledger/db/contents/blockSeal.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SealedBlob } from './sealedBlob.ts'
import { createRecordSealer, readParts, readRecords, sealedPart } from './sealedBlocks.ts'

const seal = createBlockSeal(new Uint8Array(32).fill(9))
const plain = Buffer.alloc(uploadPartBytes + 2 ** 20 + 12_345)
for (let at = 0; at < plain.length; at += 4)
  plain.writeUInt32LE(((at * 2_654_435_761) % 2 ** 32) >>> 0, Math.min(at, plain.length - 4))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ol-sealed-'))
  for (const part of [0, 1])
    await writeFile(
      join(folder, String(part)),
      Buffer.concat([...sealedPart(seal, part, plain.subarray(part * uploadPartBytes, (part + 1) * uploadPartBytes))]),
    )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a sealed file reads as the plain one does, whole, in parts and as a stream', async () => {
  const blob = new SealedBlob(readParts(seal, folder, plain.length), 0, plain.length)
  const like = new Blob([plain])
  expect(blob.size).toBe(like.size)
  expect(Buffer.from(await blob.arrayBuffer()).equals(plain)).toBe(true)
  const pieces: Uint8Array[] = []
  for await (const piece of blob.stream()) pieces.push(piece)
  expect(Buffer.concat(pieces).equals(plain)).toBe(true)
  const size = plain.length
  for (const [start, end] of [
    [0, 4_096],
    [2 ** 20 - 1, 2 ** 20 + 1],
    [uploadPartBytes - 5, uploadPartBytes + 2 ** 20 + 5],
    [-8, undefined],
    [-100, -50],
    [size - 3, size + 100],
    [50, 20],
  ] as const) {
    const [mine, theirs] = [blob.slice(start, end), like.slice(start, end)]
    expect(mine.size).toBe(theirs.size)
    expect(Buffer.from(await mine.arrayBuffer()).equals(Buffer.from(await theirs.arrayBuffer()))).toBe(true)
  }
  const nested = blob.slice(1_000, 2_000).slice(10, 20)
  expect(Buffer.from(await nested.arrayBuffer()).equals(plain.subarray(1_010, 1_020))).toBe(true)
})

test('a part in the place of another, or changed, is refused', async () => {
  const swapped = readParts(seal, folder, plain.length)
  const first = await readFile(join(folder, '0'))
  try {
    await writeFile(join(folder, '0'), Buffer.concat([first.subarray(2 ** 20 + 28), first.subarray(0, 2 ** 20 + 28)]))
    await expect(swapped(0, 10)).rejects.toMatchObject({ code: 'CONTENT_UNSEALING_FAILED' })
    await writeFile(join(folder, '0'), first.subarray(0, 1_000))
    await expect(readParts(seal, folder, plain.length)(0, 10)).rejects.toMatchObject({
      code: 'CONTENT_UNSEALING_FAILED',
    })
  } finally {
    await writeFile(join(folder, '0'), first)
  }
})

test('records in pieces of any length read back, from anywhere', async () => {
  const path = join(folder, 'records')
  const written: Buffer[] = []
  const sealer = createRecordSealer(seal, async (sealed) => written.push(sealed))
  const text = plain.subarray(0, 2 ** 21 + 777)
  for (let at = 0, length = 1; at < text.length; at += length, length = (length * 7) % 300_007)
    await sealer.add(text.subarray(at, Math.min(text.length, at + length)))
  await sealer.end()
  await writeFile(path, Buffer.concat(written))
  const read = readRecords(seal, path, text.length)
  for (const [start, end] of [
    [0, text.length],
    [2 ** 20 - 2, 2 ** 20 + 3],
    [text.length - 5, text.length],
    [9, 9],
  ] as const)
    expect((await read(start, end)).equals(text.subarray(start, end))).toBe(true)
})
