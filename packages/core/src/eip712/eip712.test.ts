import { bytesToHex, concatHex, hexToBytes, numberToHex, slice } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { contributionTypedData, recoverContributionSigner, verifyContribution } from './contribution.ts'
import { recoverSigner } from './signature.ts'
import {
  decodeRequestAuthorization,
  encodeRequestAuthorization,
  requestBodyHash,
  signRequest,
  verifyRequest,
} from './signedRequest.ts'
import { verifyVoucher, voucherDigest, voucherTypedData } from './voucher.ts'

const signer = privateKeyToAccount(hashText('key'))
const account = toAddress(signer.address)
const domain = { chainId: 31_337, verifyingContract: toAddress(`0x${'11'.repeat(20)}`) }
const voucher = { channelId: hashText('channel'), cumulative: 5n }
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

describe('signatures', () => {
  test('contribution and voucher recover their signer; another domain or message does not', async () => {
    const contribution = { datanetId: hashText('d'), contributor: account, root: hashText('r'), count: 3, deadline: 9n }
    const signature = await signer.signTypedData(contributionTypedData(contribution, domain))
    expect(await recoverContributionSigner(contribution, domain, signature)).toBe(account)
    await verifyContribution(contribution, domain, signature)
    for (const changed of [
      { ...contribution, count: 4 },
      { ...contribution, deadline: 10n },
    ]) {
      await expect(verifyContribution(changed, domain, signature)).rejects.toMatchObject({
        code: 'SIGNATURE_WRONG_SIGNER',
      })
    }
    const voucherSignature = await signer.signTypedData(voucherTypedData(voucher, domain))
    await verifyVoucher(voucher, domain, voucherSignature, account)
    await expect(verifyVoucher(voucher, { ...domain, chainId: 1 }, voucherSignature, account)).rejects.toMatchObject({
      code: 'SIGNATURE_WRONG_SIGNER',
    })
  })

  test('has one form: high s, other v, other lengths and non-signatures are refused', async () => {
    const digest = voucherDigest(voucher, domain)
    const good = await signer.sign({ hash: digest })
    expect(await recoverSigner(digest, good)).toBe(account)
    const flipped = numberToHex(ORDER - BigInt(slice(good, 32, 64)), { size: 32 })
    const twin = concatHex([slice(good, 0, 32), flipped, slice(good, 64) === '0x1b' ? '0x1c' : '0x1b'])
    const zero = concatHex([`0x${'00'.repeat(64)}`, '0x1b'])
    for (const bad of [
      twin,
      concatHex([slice(good, 0, 64), '0x00']),
      slice(good, 0, 64),
      concatHex([good, '0x00']),
      zero,
      '0x',
      '0xzz',
    ] as const) {
      await expect(recoverSigner(digest, bad)).rejects.toMatchObject({ code: 'SIGNATURE_MALFORMED' })
    }
  })
})

describe('signed requests', () => {
  const body = new TextEncoder().encode('{"a":1}')
  const now = 1_800_000_000
  const message = {
    account,
    method: 'POST',
    path: '/v1/datanets?x=1',
    bodyHash: requestBodyHash(body),
    issuedAt: now,
    nonce: hashText('nonce'),
  }
  const request = { method: 'POST', path: '/v1/datanets?x=1', body, chainId: 31_337, now }
  const sign = () => signRequest(message, 31_337, (typedData) => signer.signTypedData(typedData))

  test('verify as sent, inside the time allowed', async () => {
    const header = await sign()
    expect(header).toMatch(/^OpenLedger [A-Za-z0-9_-]+$/)
    expect(await verifyRequest({ ...request, header })).toMatchObject({ account, nonce: message.nonce, issuedAt: now })
    expect(encodeRequestAuthorization(decodeRequestAuthorization(header))).toBe(header)
    await verifyRequest({ ...request, header, now: now + 300 })
    for (const at of [now + 301, now - 301])
      await expect(verifyRequest({ ...request, header, now: at })).rejects.toMatchObject({ code: 'REQUEST_EXPIRED' })
  })

  test('hold for one method, path, body and chain only', async () => {
    const header = await sign()
    for (const other of [{ method: 'GET' }, { path: '/v1/datanets' }, { body: new Uint8Array() }, { chainId: 1 }]) {
      await expect(verifyRequest({ ...request, ...other, header })).rejects.toMatchObject({
        code: 'SIGNATURE_WRONG_SIGNER',
      })
    }
  })

  test('malformed headers are refused', async () => {
    const fields = { account, issuedAt: now, nonce: message.nonce, signature: bytesToHex(new Uint8Array(65)) }
    const encoded = (value: unknown) => `OpenLedger ${btoa(JSON.stringify(value)).replaceAll('=', '')}`
    expect(decodeRequestAuthorization(encoded(fields))).toEqual(fields)
    const upper = `0x${account.slice(2).toUpperCase()}`
    for (const header of [
      '',
      'Bearer x',
      'OpenLedger ***',
      'OpenLedger e30',
      encoded({ ...fields, extra: 1 }),
      encoded({ ...fields, account: upper }),
      encoded({ ...fields, issuedAt: -1 }),
      `OpenLedger ${'A'.repeat(5_000)}`,
    ]) {
      await expect(verifyRequest({ ...request, header })).rejects.toMatchObject({
        code: 'REQUEST_AUTHORIZATION_MALFORMED',
      })
    }
    await expect(verifyRequest({ ...request, header: encoded(fields) })).rejects.toMatchObject({
      code: 'SIGNATURE_MALFORMED',
    })
    expect(hexToBytes(fields.signature)).toHaveLength(65)
  })
})
