import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { uploadPartBytes } from '@openledger/core/api/uploads.ts'
import { type BlockSeal, SEAL_BLOCK_BYTES, SEAL_EXTRA_BYTES } from '@openledger/db/contents/blockSeal.ts'

const BLOCKS_A_PART = uploadPartBytes / SEAL_BLOCK_BYTES
const SEALED_BYTES = SEAL_BLOCK_BYTES + SEAL_EXTRA_BYTES

/** Reads plain bytes, `end` exclusive. */
export type ReadPlain = (start: number, end: number) => Promise<Buffer>

/** One part of an uploaded file as it lies on the disk. */
export function* sealedPart(seal: BlockSeal, part: number, bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SEAL_BLOCK_BYTES)
    yield seal.seal(
      'file',
      part * BLOCKS_A_PART + at / SEAL_BLOCK_BYTES,
      bytes.subarray(at, Math.min(bytes.length, at + SEAL_BLOCK_BYTES)),
    )
}

/** Reads an uploaded file where it is asked for; memory holds a block, and what is handed out. */
export function readParts(seal: BlockSeal, folder: string, bytes: number): ReadPlain {
  return readBlocks(seal, 'file', bytes, (block) => [
    join(folder, String(Math.floor(block / BLOCKS_A_PART))),
    (block % BLOCKS_A_PART) * SEALED_BYTES,
  ])
}

/** Reads what was read in an uploaded file. */
export function readRecords(seal: BlockSeal, path: string, bytes: number): ReadPlain {
  return readBlocks(seal, 'records', bytes, (block) => [path, block * SEALED_BYTES])
}

function readBlocks(
  seal: BlockSeal,
  file: string,
  bytes: number,
  placeOf: (block: number) => readonly [path: string, at: number],
): ReadPlain {
  let last: { readonly block: number; readonly plain: Buffer } | undefined
  const read = async (block: number): Promise<Buffer> => {
    if (last?.block === block) return last.plain
    const [path, at] = placeOf(block)
    const length = Math.min(SEAL_BLOCK_BYTES, bytes - block * SEAL_BLOCK_BYTES) + SEAL_EXTRA_BYTES
    const handle = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
      const plain = seal.open(file, block, buffer.subarray(0, bytesRead))
      last = { block, plain }
      return plain
    } finally {
      await handle.close()
    }
  }
  return async (start, end) => {
    const pieces: Buffer[] = []
    for (let at = start; at < end; ) {
      const block = Math.floor(at / SEAL_BLOCK_BYTES)
      const from = at - block * SEAL_BLOCK_BYTES
      const piece = (await read(block)).subarray(from, Math.min(SEAL_BLOCK_BYTES, from + end - at))
      if (piece.length === 0) throw new Error(`Block ${block} of ${file} is shorter than it should be.`)
      pieces.push(piece)
      at += piece.length
    }
    return Buffer.concat(pieces)
  }
}

/** All plain bytes, a block at a time. */
export async function* plainBlocks(read: ReadPlain, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; at += SEAL_BLOCK_BYTES) yield await read(at, Math.min(bytes, at + SEAL_BLOCK_BYTES))
}

/** Takes plain bytes as they come, in pieces of any length, and hands on sealed blocks. */
export function createRecordSealer(seal: BlockSeal, write: (sealed: Buffer) => Promise<unknown>) {
  let pending = Buffer.alloc(0)
  let block = 0
  const put = async (plain: Buffer) => {
    await write(seal.seal('records', block, plain))
    block += 1
  }
  return {
    add: async (piece: Buffer) => {
      pending = Buffer.concat([pending, piece])
      for (; pending.length >= SEAL_BLOCK_BYTES; pending = pending.subarray(SEAL_BLOCK_BYTES))
        await put(pending.subarray(0, SEAL_BLOCK_BYTES))
    },
    end: async () => {
      if (pending.length > 0) await put(pending)
    },
  }
}
