import { TRANSFER_AUTHORIZATION_TYPES } from '@openledger/core/eip712/transferAuthorization.ts'
import { decodeBase64Json, encodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { ExactEvmScheme } from '@x402/evm'
import { x402Client } from '@x402/fetch'
import fc from 'fast-check'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, expect, test } from 'vitest'
import { readPayment } from './readPayment.ts'
import { requirementsOf } from './requirements.ts'

const account = privateKeyToAccount(`0x${'3'.repeat(64)}`)
const terms = {
  token: { name: 'OpenLedger', version: '1', chainId: 31337, verifyingContract: `0x${'e'.repeat(40)}` },
  payTo: `0x${'d'.repeat(40)}`,
  timeout_s: 60,
} as const
const read = (header: string) => readPayment(new Headers({ 'payment-signature': header }), terms)

let payload: Awaited<ReturnType<x402Client['createPaymentPayload']>>
beforeAll(async () => {
  const client = new x402Client().register('eip155:*', new ExactEvmScheme(account)).setSpendControls(false)
  const accepts = [
    { ...requirementsOf(terms, 1_000n), network: 'eip155:31337' as const, extra: { name: 'OpenLedger', version: '1' } },
  ]
  payload = await client.createPaymentPayload({ x402Version: 2, resource: { url: 'http://gateway' }, accepts })
})

test('what the stock client signs is read whole', async () => {
  const payment = await read(encodeBase64Json(payload))
  expect(payment?.authorization).toMatchObject({
    from: toAddress(account.address),
    to: terms.payTo,
    value: 1_000n,
    validAfter: 0n,
  })
  expect(payment?.signature).toHaveLength(132)
  expect(await readPayment(new Headers(), terms)).toBeUndefined()
})

test('changed anywhere, it is the same payment or none: never another amount, receiver or wallet', async () => {
  const header = encodeBase64Json(payload)
  const whole = await read(header)
  const text = atob(header)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 }), async (at, code) => {
      const changed = btoa(text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1))
      const found = await read(changed).catch((error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/^X402_/) })
        return undefined
      })
      if (found !== undefined) expect(found).toEqual(whole)
    }),
    { numRuns: 500 },
  )
})

test('a signature over other types or in the upper half of the order is none', async () => {
  const { authorization } = (await read(encodeBase64Json(payload))) ?? {}
  if (authorization === undefined) throw new Error('no payment')
  const receive = await account.signTypedData({
    domain: terms.token,
    types: { ReceiveWithAuthorization: TRANSFER_AUTHORIZATION_TYPES.TransferWithAuthorization },
    primaryType: 'ReceiveWithAuthorization',
    message: authorization,
  })
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const signed = String(payload.payload['signature'])
  const s = order - BigInt(`0x${signed.slice(66, 130)}`)
  const twin = `${signed.slice(0, 66)}${s.toString(16).padStart(64, '0')}${signed.endsWith('1b') ? '1c' : '1b'}`
  for (const signature of [receive, twin]) {
    const header = encodeBase64Json({ ...payload, payload: { ...payload.payload, signature } })
    await expect(read(header)).rejects.toMatchObject({ code: 'X402_SIGNATURE_INVALID' })
  }
  expect(decodeBase64Json(encodeBase64Json(payload))).toMatchObject({ x402Version: 2 })
})
