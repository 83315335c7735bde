import { hexToBytes } from 'viem'
import { ATTRIBUTION_LEAF_TYPE, type AttributionLeaf } from '../../leaves/attributionLeaf.ts'
import { CREDIT_LEAF_TYPE, type CreditLeaf } from '../../leaves/creditLeaf.ts'
import { PAYOUT_LEAF_TYPE, type PayoutLeaf } from '../../leaves/payoutLeaf.ts'
import { hashText } from '../../primitives/hash.ts'
import { writeHex, writeUint128 } from './packedBytes.ts'
import type { TreeKit } from './treeKit.ts'

/** How leaves of one type become ABI words: `stride` bytes each, written over zeroes or over another leaf of the type. */
type LeafPacker<Leaf> = {
  readonly typeHash: Uint8Array
  readonly stride: number
  readonly write: (leaf: Leaf, bytes: Uint8Array, view: DataView, at: number) => void
}

/** PayoutLeaf: account, cumulative. */
export const payoutPacker: LeafPacker<PayoutLeaf> = {
  typeHash: hexToBytes(hashText(PAYOUT_LEAF_TYPE)),
  stride: 64,
  write: (leaf, bytes, view, at) => {
    writeHex(bytes, at + 12, leaf.account)
    writeUint128(view, at + 48, leaf.cumulative, 'cumulative')
  },
}

/** CreditLeaf: account, callId, receipt, role, commitment, amount, runningSum. */
export const creditPacker: LeafPacker<CreditLeaf> = {
  typeHash: hexToBytes(hashText(CREDIT_LEAF_TYPE)),
  stride: 224,
  write: (leaf, bytes, view, at) => {
    writeHex(bytes, at + 12, leaf.account)
    writeHex(bytes, at + 32, leaf.callId)
    view.setUint32(at + 92, leaf.receipt)
    view.setUint8(at + 127, leaf.role)
    writeHex(bytes, at + 128, leaf.commitment)
    writeUint128(view, at + 176, leaf.amount, 'amount')
    writeUint128(view, at + 208, leaf.runningSum, 'runningSum')
  },
}

/** AttributionLeaf: callId, receipt, commitment, method, score, sharePpm, weight, indexHash. */
export const attributionPacker: LeafPacker<AttributionLeaf> = {
  typeHash: hexToBytes(hashText(ATTRIBUTION_LEAF_TYPE)),
  stride: 256,
  write: (leaf, bytes, view, at) => {
    writeHex(bytes, at, leaf.callId)
    view.setUint32(at + 60, leaf.receipt)
    writeHex(bytes, at + 64, leaf.commitment)
    view.setUint8(at + 127, leaf.method)
    bytes.fill(leaf.score < 0n ? 0xff : 0, at + 128, at + 152)
    view.setBigInt64(at + 152, leaf.score)
    view.setUint32(at + 188, leaf.sharePpm)
    view.setBigUint64(at + 216, leaf.weight)
    writeHex(bytes, at + 224, leaf.indexHash)
  },
}

const PAGE = 4_096

/**
 * Leaf hashes of a list, 32 bytes each. The ABI words are packed a page at a time, while the page before is hashed.
 * @throws CORE_INTEGER_RANGE
 */
export async function hashLeaves<Leaf>(
  leaves: readonly Leaf[],
  packer: LeafPacker<Leaf>,
  kit: TreeKit,
): Promise<Uint8Array> {
  const { stride, typeHash } = packer
  const hashes = kit.allocate(32 * leaves.length)
  const length = Math.min(PAGE, leaves.length)
  const buffers = [kit.allocate(stride * length), kit.allocate(stride * length)] as const
  let hashing: Promise<void> | undefined
  try {
    for (let start = 0, page = 0; start < leaves.length; start += PAGE, page++) {
      const buffer = buffers[page % 2 === 0 ? 0 : 1]
      const count = packWords(leaves, start, packer, buffer)
      await hashing
      hashing = Promise.resolve(
        kit.run({
          op: 'structLeaves',
          count,
          typeHash,
          words: buffer,
          stride,
          hashes: hashes.subarray(32 * start, 32 * (start + count)),
        }),
      )
    }
  } finally {
    await hashing
  }
  return hashes
}

/** Fills `words` with the leaves from `start` on. @returns leaves written */
export function packWords<Leaf>(
  leaves: readonly Leaf[],
  start: number,
  packer: LeafPacker<Leaf>,
  words: Uint8Array,
): number {
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength)
  const count = Math.min(words.length / packer.stride, leaves.length - start)
  for (let i = 0; i < count; i++) {
    const leaf = leaves[start + i]
    if (leaf !== undefined) packer.write(leaf, words, view, i * packer.stride)
  }
  return count
}
