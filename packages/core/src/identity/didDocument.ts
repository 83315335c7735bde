import { z } from 'zod'
import { type Address, addressSchema } from '../api/primitives.ts'

/** Terms that the document uses beyond DID Core's own. */
const CONTEXT = {
  blockchainAccountId: 'https://w3id.org/security#blockchainAccountId',
  EcdsaSecp256k1RecoveryMethod2020:
    'https://identity.foundation/EcdsaSecp256k1RecoverySignature2020#EcdsaSecp256k1RecoveryMethod2020',
} as const

/** A DID document of the method did:pkh for an account of an Ethereum chain. */
export const didDocumentSchema = z.object({
  '@context': z.array(z.union([z.url(), z.record(z.string(), z.url())])),
  id: z.string().regex(/^did:pkh:eip155:\d+:0x[0-9a-f]{40}$/),
  verificationMethod: z.array(
    z.object({
      id: z.string(),
      type: z.literal('EcdsaSecp256k1RecoveryMethod2020'),
      controller: z.string(),
      /** CAIP-10. */
      blockchainAccountId: z.string(),
    }),
  ),
  authentication: z.array(z.string()),
  assertionMethod: z.array(z.string()),
  capabilityDelegation: z.array(z.string()),
  capabilityInvocation: z.array(z.string()),
})
export type DidDocument = z.output<typeof didDocumentSchema>

/** The DID of an account: did:pkh with its CAIP-10 id, in lower case as everywhere here. */
export function didOf(chainId: number, account: Address): string {
  return `did:pkh:eip155:${chainId}:${addressSchema.parse(account)}`
}

/**
 * The document that an account's DID resolves to. It follows from the DID alone, so anybody resolves it without asking.
 *
 * Source: did:pkh Method Specification (W3C Credentials Community Group), "Read (Resolve)", and its test vectors.
 */
export function didDocument(chainId: number, account: Address): DidDocument {
  const id = didOf(chainId, account)
  const method = `${id}#blockchainAccountId`
  return {
    '@context': ['https://www.w3.org/ns/did/v1', { ...CONTEXT }],
    id,
    verificationMethod: [
      {
        id: method,
        type: 'EcdsaSecp256k1RecoveryMethod2020',
        controller: id,
        blockchainAccountId: `eip155:${chainId}:${account}`,
      },
    ],
    authentication: [method],
    assertionMethod: [method],
    capabilityDelegation: [method],
    capabilityInvocation: [method],
  }
}
