import fc from 'fast-check'
import { type Hex, numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { hashText } from '../hash.ts'
import * as javascript from './javascript.ts'
import * as wasm from './wasm.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const HALF_ORDER = ORDER / 2n
const word = (value: bigint) => numberToHex(value, { size: 32 })

test('both sign alike and recover whom the other signed for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.bigInt({ min: 1n, max: ORDER - 1n }), async (text, key) => {
      const digest = hashText(text)
      const signature = await wasm.signDigest(digest, word(key))
      expect(await javascript.signDigest(digest, word(key))).toBe(signature)
      expect(await wasm.recoverSigner(digest, signature)).toBe(await javascript.recoverSigner(digest, signature))
    }),
    { numRuns: 40 },
  )
})

test('what is no signature recovers the same account in both, or none in either', async () => {
  const edge = fc.oneof(fc.constantFrom(0n, 1n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 256n - 1n), fc.bigInt(1n, ORDER))
  await fc.assert(
    fc.asyncProperty(fc.string(), edge, edge, fc.constantFrom('1b', '1c'), async (text, r, s, v) => {
      const signature: Hex = `${word(r)}${word(s > HALF_ORDER ? s % HALF_ORDER : s).slice(2)}${v}`
      const found = (one: typeof wasm) => one.recoverSigner(hashText(text), signature).catch(() => 'none')
      expect(await found(wasm)).toBe(await found(javascript))
    }),
    { numRuns: 100 },
  )
})
