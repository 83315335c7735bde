import type { Address } from '@openledger/core/api/primitives.ts'
import type { PaymentRequirements } from '@openledger/core/api/x402.ts'
import type { TokenDomain } from '@openledger/core/eip712/transferAuthorization.ts'
import { getAddress } from 'viem'

/** Where payments go: which token, to whom, and how long a payer is given. */
export type PaymentTerms = { readonly token: TokenDomain; readonly payTo: Address; readonly timeout_s: number }

/** CAIP-2's name of an EVM chain. */
export function networkOf(chainId: number): string {
  return `eip155:${chainId}`
}

/**
 * What x402's scheme `exact` needs to know to pay by EIP-3009.
 *
 * @param amount - wei of OPEN
 */
export function requirementsOf({ token, payTo, timeout_s }: PaymentTerms, amount: bigint): PaymentRequirements {
  const { chainId, verifyingContract, name, version } = token
  return {
    scheme: 'exact',
    network: networkOf(chainId),
    amount: amount.toString(),
    asset: getAddress(verifyingContract),
    payTo: getAddress(payTo),
    maxTimeoutSeconds: timeout_s,
    extra: { assetTransferMethod: 'eip3009', name, version },
  }
}
