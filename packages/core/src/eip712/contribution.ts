import { type Hex, hashTypedData } from 'viem'
import { z } from 'zod'
import { type Address, addressSchema } from '../primitives/address.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { uint32Schema, uint128Schema } from '../primitives/integers.ts'
import { assertSigner, recoverSigner } from './signature.ts'

/** EIP-712 types of a contribution. */
export const CONTRIBUTION_TYPES = {
  Contribution: [
    { name: 'datanetId', type: 'bytes32' },
    { name: 'contributor', type: 'address' },
    { name: 'root', type: 'bytes32' },
    { name: 'count', type: 'uint32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** A signed batch: `root` is the contribution tree's root over `count` commitments, `deadline` in Unix seconds. */
export const contributionSchema = z.strictObject({
  datanetId: hex32Schema,
  contributor: addressSchema,
  root: hex32Schema,
  count: uint32Schema,
  deadline: uint128Schema,
})
export type Contribution = z.output<typeof contributionSchema>

/** Where it is valid: the chain, and the DatanetRegistry on it. */
export type ContributionDomain = { readonly chainId: number; readonly verifyingContract: Address }

/** Typed data to sign with any EIP-712 wallet. */
export function contributionTypedData(message: Contribution, domain: ContributionDomain) {
  return {
    domain: { name: 'OpenLedger DatanetRegistry', version: '1', ...domain },
    types: CONTRIBUTION_TYPES,
    primaryType: 'Contribution',
    message,
  } as const
}

/** EIP-712 digest. */
export function contributionDigest(message: Contribution, domain: ContributionDomain): Hex32 {
  return hashTypedData(contributionTypedData(message, domain))
}

/** Who signed. @throws SIGNATURE_MALFORMED */
export function recoverContributionSigner(
  message: Contribution,
  domain: ContributionDomain,
  signature: Hex,
): Promise<Address> {
  return recoverSigner(contributionDigest(message, domain), signature)
}

/** Asserts that the contributor signed. @throws SIGNATURE_MALFORMED, SIGNATURE_WRONG_SIGNER */
export function verifyContribution(message: Contribution, domain: ContributionDomain, signature: Hex): Promise<void> {
  return assertSigner(contributionDigest(message, domain), signature, message.contributor, 'contribution')
}
