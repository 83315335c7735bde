import fc from 'fast-check'
import { type Hex, numberToHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { expect, test } from 'vitest'
import { toAddress } from '../address.ts'
import { hashText } from '../hash.ts'
import * as batch from './batch.ts'
import type { SignedDigest } from './signedDigest.ts'
import * as wasm from './wasm.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const [key, other] = [hashText('key'), hashText('other')]
const account = toAddress(privateKeyToAddress(key))
const sign = async (count: number, by = key): Promise<SignedDigest[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const digest = hashText(`message ${i} of ${by}`)
      return { digest, signature: await wasm.signDigest(digest, by) }
    }),
  )
const word = (value: bigint) => numberToHex(value, { size: 32 }).slice(2)

test.each([0, 1, 2, 3, 17, 200])('%i signatures of one account', async (count) => {
  const signed = await sign(count)
  expect(await batch.allBy(account, signed)).toBe(true)
  expect(await wasm.allBy(account, signed)).toBe(true)
})

/** Ways in which one signature among good ones is not the account's. */
const bend: Readonly<Record<string, (one: SignedDigest) => SignedDigest>> = {
  'of another digest': ({ signature }) => ({ digest: hashText('else'), signature }),
  'with the other v': ({ digest, signature }) => ({
    digest,
    signature: `${signature.slice(0, -2)}${signature.endsWith('1b') ? '1c' : '1b'}` as Hex,
  }),
  'with another s': ({ digest, signature }) => ({
    digest,
    signature:
      `${signature.slice(0, 66)}${word(BigInt(`0x${signature.slice(66, 130)}`) ^ 1n)}${signature.slice(-2)}` as Hex,
  }),
  'with s 0': ({ digest, signature }) => ({ digest, signature: `${signature.slice(0, 66)}${word(0n)}1b` as Hex }),
  'with r 0': ({ digest, signature }) => ({ digest, signature: `0x${word(0n)}${signature.slice(66)}` as Hex }),
  'with r beyond the order': ({ digest, signature }) => ({
    digest,
    signature: `0x${word(ORDER + 1n)}${signature.slice(66)}` as Hex,
  }),
  'with an r that is no x of the curve': ({ digest, signature }) => ({
    digest,
    signature: `0x${word(5n)}${signature.slice(66)}` as Hex,
  }),
}

test.each(Object.entries(bend))('one %s among good ones, wherever it stands', async (_how, change) => {
  const good = await sign(9)
  for (const place of [0, 4, 8]) {
    const signed = good.map((one, i) => (i === place ? change(one) : one))
    expect(await wasm.allBy(account, signed)).toBe(false)
    expect(await batch.allBy(account, signed)).toBe(false)
  }
})

test('one of another account among good ones; and faults that would cancel out without random factors', async () => {
  const good = await sign(8)
  const [foreign] = await sign(1, other)
  if (foreign === undefined) throw new Error('nothing signed')
  expect(await batch.allBy(account, [...good, foreign])).toBe(false)
  expect(await batch.allBy(toAddress(privateKeyToAddress(other)), good)).toBe(false)
  // Two messages whose signatures changed places: their sums stay, each by itself is wrong.
  const [one, two, ...rest] = good as [SignedDigest, SignedDigest, ...SignedDigest[]]
  const swapped = [
    ...rest,
    { digest: one.digest, signature: two.signature },
    { digest: two.digest, signature: one.signature },
  ]
  expect(await batch.allBy(account, swapped)).toBe(false)
})

test('says what recovering one by one says, whatever the signatures are', async () => {
  const good = await sign(4)
  const edge = fc.oneof(fc.constantFrom(1n, ORDER - 1n, ORDER), fc.bigInt(1n, ORDER))
  await fc.assert(
    fc.asyncProperty(edge, edge, fc.constantFrom('1b', '1c'), async (r, s, v) => {
      const low = s > ORDER / 2n ? s % (ORDER / 2n) : s
      const signed = [...good, { digest: hashText('x'), signature: `0x${word(r)}${word(low)}${v}` as Hex }]
      expect(await batch.allBy(account, signed)).toBe(await wasm.allBy(account, signed))
    }),
    { numRuns: 30 },
  )
})
