import type { WalletProvider } from '@openledger/sdk/walletSigner.ts'
import { z } from 'zod'

const providerSchema = z.looseObject({
  request: z.custom<WalletProvider['request']>((value) => typeof value === 'function'),
})

/** The wallet that the browser gives to pages as `window.ethereum` (EIP-1193); undefined where there is none. */
export function injectedWallet(): WalletProvider | undefined {
  const found = 'ethereum' in window ? window.ethereum : undefined
  // Not a copy: wallets' methods need the object that they belong to.
  return providerSchema.safeParse(found).success ? (found as WalletProvider) : undefined
}
