import fc from 'fast-check'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import {
  recoverAuthorizer,
  TRANSFER_AUTHORIZATION_TYPES,
  transferAuthorizationSchema,
} from './transferAuthorization.ts'

const account = privateKeyToAccount(`0x${'5'.repeat(64)}`)
const token = { name: 'OpenLedger', version: '1', chainId: 31337, verifyingContract: `0x${'e'.repeat(40)}` } as const
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })

test('an authorisation that a wallet signed recovers its wallet, whatever it says, and nobody once a field differs', async () => {
  await fc.assert(
    fc.asyncProperty(uint256, uint256, uint256, fc.stringMatching(/^0x[0-9a-f]{64}$/), async (a, b, c, nonce) => {
      const message = transferAuthorizationSchema.parse({
        from: account.address,
        to: token.verifyingContract,
        value: a.toString(),
        validAfter: b.toString(),
        validBefore: c.toString(),
        nonce,
      })
      const signature = await account.signTypedData({
        domain: token,
        types: TRANSFER_AUTHORIZATION_TYPES,
        primaryType: 'TransferWithAuthorization',
        message,
      })
      const wallet = toAddress(account.address)
      expect(await recoverAuthorizer(message, token, signature)).toBe(wallet)
      const other = { ...message, value: a === 0n ? 1n : a - 1n }
      expect(await recoverAuthorizer(other, token, signature)).not.toBe(wallet)
      expect(await recoverAuthorizer(message, { ...token, chainId: 1 }, signature)).not.toBe(wallet)
    }),
    { numRuns: 30 },
  )
})

test.each([
  { value: (2n ** 256n).toString() },
  { value: '-1' },
  { value: '1e3' },
  { value: 1 },
  { from: '0x12' },
  { nonce: '0x12' },
])('%j is refused', (wrong) => {
  const right = { from: account.address, to: account.address, value: '1', validAfter: '0', validBefore: '9' }
  const message = { ...right, nonce: `0x${'AB'.repeat(32)}` }
  expect(transferAuthorizationSchema.safeParse(message).success).toBe(true)
  expect(transferAuthorizationSchema.safeParse({ ...message, ...wrong }).success).toBe(false)
})
