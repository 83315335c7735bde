import { expect, test } from 'vitest'
import { didDocument, didDocumentSchema, didOf } from './didDocument.ts'

const account = '0xb9c5714089478a327f09197987f16f9e5d936e8a'

test('the document is that of the specification’s vector for this account', () => {
  const did = `did:pkh:eip155:1:${account}`
  const method = `${did}#blockchainAccountId`
  const document = didDocument(1, account)
  expect(didDocumentSchema.parse(document)).toEqual(document)
  // Facts of test-vectors/did:pkh:eip155:1:0xb9c5….jsonld in the specification's repository.
  expect(document).toEqual({
    '@context': [
      'https://www.w3.org/ns/did/v1',
      {
        blockchainAccountId: 'https://w3id.org/security#blockchainAccountId',
        EcdsaSecp256k1RecoveryMethod2020:
          'https://identity.foundation/EcdsaSecp256k1RecoverySignature2020#EcdsaSecp256k1RecoveryMethod2020',
      },
    ],
    id: did,
    verificationMethod: [
      {
        id: method,
        type: 'EcdsaSecp256k1RecoveryMethod2020',
        controller: did,
        blockchainAccountId: `eip155:1:${account}`,
      },
    ],
    ...Object.fromEntries(
      ['authentication', 'assertionMethod', 'capabilityDelegation', 'capabilityInvocation'].map((name) => [
        name,
        [method],
      ]),
    ),
  })
})

test('a DID names its chain, and an account in lower case only', () => {
  expect(didOf(31337, account)).toBe(`did:pkh:eip155:31337:${account}`)
  expect(() => didOf(1, `0x${'A'.repeat(40)}`)).toThrow()
})
