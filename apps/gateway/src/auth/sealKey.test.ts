import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { sealKey, unsealKey } from './sealKey.ts'

const secret = new Uint8Array(32).fill(7)
const privateKey = generatePrivateKey()
const { address } = privateKeyToAccount(privateKey)

test('a sealed key opens with its secret and address alone', () => {
  const sealed = sealKey(secret, address, privateKey)
  expect(sealed).not.toContain(privateKey.slice(2))
  expect(unsealKey(secret, address, sealed)).toBe(privateKey)
  const changed = Buffer.from(sealed, 'base64')
  changed[30] = (changed[30] ?? 0) ^ 1
  const failing: [Uint8Array, `0x${string}`, string][] = [
    [new Uint8Array(32), address, sealed],
    [secret, `0x${'1'.repeat(40)}`, sealed],
    [secret, address, changed.toString('base64')],
    [secret, address, ''],
  ]
  for (const [key, whose, text] of failing)
    expect(() => unsealKey(key, whose, text)).toThrow(expect.objectContaining({ code: 'SIGNER_UNSEALING_FAILED' }))
})
