import { expect, it } from 'vitest'
import { findSecrets } from './findSecrets.ts'

/** Put together here, so that no scanner takes this file for a leak. */
const made = {
  aws: `AKIA${'Q3EGRZ7X2LMN4PKV'}`,
  github: `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`,
  stripe: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  google: `AIza${'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'}`,
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join('.'),
  pem: `-----BEGIN ${'RSA PRIVATE'} KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----`,
}

it.each([
  [`Use ${made.aws} here`, 'AWS key', made.aws],
  [`token ${made.github}.`, 'GitHub token', made.github],
  [`pay with ${made.stripe}`, 'Stripe key', made.stripe],
  [`maps: ${made.google}`, 'Google key', made.google],
  [`Authorization: Bearer ${made.jwt}`, 'JSON Web Token', made.jwt],
  [`-> ${made.pem} <-`, 'private key', made.pem],
  ['postgres://app:hunter2x9@db.host/main is it', 'password in an address', 'postgres://app:hunter2x9@db.host'],
  ['password = "tR0ub4dor&3x"', 'password or key', 'tR0ub4dor&3x'],
  ['The API key is 9f8A7c6D5e4B3a21Zz', 'password or key', '9f8A7c6D5e4B3a21Zz'],
])('finds in: %s', (text, kind, value) => {
  expect(findSecrets(text).map((found) => [found.kind, text.slice(found.start, found.end)])).toEqual([[kind, value]])
})

it.each([
  'A password is a secret word; the key is important. Token: something',
  'The secret is patience.',
  'Choose a password: at least 12 characters.',
  'The private key opens what the public key closed: RSA-2048.',
  'See https://example.org/key?token=abc and ask-me.',
  'The api_key: required. password: aaaaaaaaaaaa',
])('finds nothing in: %s', (text) => {
  expect(findSecrets(text)).toEqual([])
})
