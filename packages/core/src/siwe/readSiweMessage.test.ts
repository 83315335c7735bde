import fc from 'fast-check'
import { createSiweMessage } from 'viem/siwe'
import { expect, test } from 'vitest'
import { readSiweMessage } from './readSiweMessage.ts'
import { type SiweMessage, writeSiweMessage } from './siweMessage.ts'

const base: SiweMessage = {
  domain: 'ledger.example:8787',
  address: '0xb9c5714089478a327f09197987f16f9e5d936e8a',
  uri: 'https://ledger.example:8787',
  chainId: 31337,
  nonce: 'abcdef0123456789',
  issuedAt: '2026-11-29T10:00:00.000Z',
}
const full: SiweMessage = {
  ...base,
  scheme: 'https',
  statement: 'Sign in to OpenLedger.',
  expirationTime: '2026-11-29T10:10:00Z',
  notBefore: '2026-11-29T09:00:00+01:00',
  requestId: '7',
  resources: ['https://ledger.example/terms', 'ipfs://x'],
}

test('what is written is read again, and what viem writes too', () => {
  for (const message of [base, full]) expect(readSiweMessage(writeSiweMessage(message))).toEqual(message)
  const { issuedAt, expirationTime, notBefore, ...rest } = full
  const theirs = createSiweMessage({
    ...rest,
    resources: [...(full.resources ?? [])],
    version: '1',
    issuedAt: new Date(issuedAt),
    expirationTime: new Date(expirationTime ?? ''),
    notBefore: new Date(notBefore ?? ''),
  })
  expect(readSiweMessage(theirs)).toMatchObject({ domain: full.domain, statement: full.statement, requestId: '7' })
  expect(readSiweMessage(theirs).address.toLowerCase()).toBe(full.address)
})

test.each([
  ['', ''],
  ['\n', 'URI: https://evil.example\n'],
  ['Version: 1', 'Version: 2'],
  ['Chain ID: 31337', 'Chain ID: 031337'],
  ['Chain ID: 31337', 'Chain ID: 1e4'],
  ['Nonce: abcdef0123456789', 'Nonce: abc'],
  ['Issued At: 2026', 'Issued At: 29 Nov 2026'],
  ['2026-11-29T10:00', '2026-13-29T10:00'],
  ['0xb9c5', '0xB9c5'],
  ['0xb9c5', 'b9c5'],
  ['ledger.example:8787 wants', 'ledger.example:8787@evil.example wants'],
  ['wants you to sign in with your Ethereum account:', 'wants you to sign in with your Ethereum account: '],
  ['URI: https://ledger.example:8787', 'URI: nowhere'],
  ['Version: 1\n', ''],
])('%o changed to %o is no message', (was, is) => {
  const text = writeSiweMessage(base)
  const changed = was === '' ? `${text}\nand more` : text.replace(was, is)
  expect(changed).not.toBe(text)
  expect(() => readSiweMessage(changed)).toThrow(expect.objectContaining({ code: 'SIWE_MESSAGE_MALFORMED' }))
})

test('whatever is accepted has one reading: written again it is the same text', () => {
  const text = writeSiweMessage(full)
  const change = fc.record({
    at: fc.nat(text.length),
    out: fc.nat(12),
    // What could pass for a field, a line or a piece of one.
    into: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('\n', '\n\n', '\r\n', '\u2028', '\nURI: https://evil.example', '\nNonce: 00000000', '\n- x'),
    ),
  })
  let accepted = 0
  fc.assert(
    fc.property(change, ({ at, out, into }) => {
      const changed = text.slice(0, at) + into + text.slice(at + out)
      let read: SiweMessage
      try {
        read = readSiweMessage(changed)
      } catch (error) {
        expect(error).toMatchObject({ code: 'SIWE_MESSAGE_MALFORMED' })
        return
      }
      accepted += 1
      expect(writeSiweMessage(read)).toBe(changed)
    }),
    { numRuns: 2_000, seed: 1 },
  )
  expect(accepted).toBeGreaterThan(50)
})
