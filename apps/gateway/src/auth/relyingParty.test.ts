import { expect, test } from 'vitest'
import { relyingParty } from './relyingParty.ts'

test('passkeys are for the first address that has a name, at all addresses under that name', () => {
  const origins = ['http://127.0.0.1:80', 'http://[::1]:80', 'https://a.example', 'https://b.example']
  expect(relyingParty([...origins, 'https://a.example:8443'])).toEqual({
    rpId: 'a.example',
    origins: ['https://a.example', 'https://a.example:8443'],
  })
  expect(() => relyingParty(origins.slice(0, 2))).toThrow(expect.objectContaining({ code: 'PASSKEY_UNAVAILABLE' }))
})
