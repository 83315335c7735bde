import fc from 'fast-check'
import { hashStruct, hashTypedData } from 'viem'
import { expect, test } from 'vitest'
import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import { toAddress } from '../primitives/address.ts'
import { RECEIPT_TYPES, receiptDigest, receiptTypedData } from './receipt.ts'
import { createStructHasher } from './structHasher.ts'
import { voucherDigest, voucherTypedData } from './voucher.ts'

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => `0x${Buffer.from(raw).toString('hex')}` as const)
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const domain = fc.record({ chainId: fc.integer({ min: 1, max: 2 ** 40 }), verifyingContract: hex(20).map(toAddress) })
const receipt = fc.record({
  callId: hex(32),
  channelId: hex(32),
  sequence: uint(64n),
  cumulativeBefore: uint(128n),
  cumulativeAfter: uint(128n),
  components: fc.array(fc.record({ modelId: hex(32), scalePpm: uint32, priceVersion: uint32 }), { maxLength: 4 }),
  retrievedVersions: fc.array(hex(32), { maxLength: 4 }),
  requestHash: hex(32),
  responseHash: hex(32),
  inputTokens: uint32,
  outputTokens: uint32,
  fee: uint(128n),
  time: uint(64n),
})

test('receipts and vouchers have the digests that viem gives them', () => {
  fc.assert(
    fc.property(receipt, domain, (message, where) => {
      expect(receiptDigest(message, where)).toBe(hashTypedData(receiptTypedData(message, where)))
      expect(receiptLeaf(message)).toBe(hashStruct({ types: RECEIPT_TYPES, primaryType: 'Receipt', data: message }))
      const voucher = { channelId: message.channelId, cumulative: message.cumulativeAfter }
      expect(voucherDigest(voucher, where)).toBe(hashTypedData(voucherTypedData(voucher, where)))
    }),
    { numRuns: 300 },
  )
})

test('addresses, and structs within structs, as viem has them', () => {
  const types = {
    Pair: [
      { name: 'left', type: 'Leaf' },
      { name: 'all', type: 'Leaf[]' },
    ],
    Leaf: [
      { name: 'who', type: 'address' },
      { name: 'mask', type: 'uint8' },
    ],
  } as const
  const digest = createStructHasher(types, 'Pair')
  const leaf = { who: '0xAbCdEf0123456789aBcDeF0123456789AbCdEf01', mask: 255 } as const
  const low = { ...leaf, who: leaf.who.toLowerCase() as `0x${string}` }
  const where = { name: 'test', version: '2', chainId: 1, verifyingContract: low.who }
  const message = { left: low, all: [low, { ...low, mask: 0 }] }
  const expected = hashTypedData({ domain: where, types, primaryType: 'Pair', message })
  expect(digest(where, message)).toBe(expected)
  expect(digest(where, { ...message, left: leaf })).toBe(expected)
})

test('what a type cannot hold is refused, never cut to fit', () => {
  const where = { chainId: 1, verifyingContract: toAddress(`0x${'11'.repeat(20)}`) }
  const voucher = { channelId: `0x${'22'.repeat(32)}` as const, cumulative: 1n }
  for (const bad of [
    { ...voucher, cumulative: 1n << 128n },
    { ...voucher, cumulative: -1n },
    { ...voucher, channelId: `0x${'22'.repeat(31)}` as const },
    { ...voucher, channelId: `0x${'2g'.repeat(32)}` as const },
  ]) {
    expect(() => voucherDigest(bad, where)).toThrow(RangeError)
  }
  expect(() => createStructHasher({ Text: [{ name: 'text', type: 'string' }] }, 'Text')).toThrow(TypeError)
})
