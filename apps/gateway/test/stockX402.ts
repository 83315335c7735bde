import type { Address } from '@openledger/core/api/primitives.ts'
import { ExactEvmScheme } from '@x402/evm'
import { wrapFetchWithPayment, x402Client } from '@x402/fetch'
import type { PrivateKeyAccount } from 'viem'

/** The stock x402 client as its page sets it up; OPEN is no token that it knows, so the payer allows it. */
export function stockX402(
  account: PrivateKeyAccount,
  on: { readonly chainId: number; readonly token: Address },
): typeof fetch {
  const client = new x402Client().register('eip155:*', new ExactEvmScheme(account))
  client.setSpendControls({ allowedAssets: [{ network: `eip155:${on.chainId}`, asset: on.token }] })
  return wrapFetchWithPayment(fetch, client)
}
