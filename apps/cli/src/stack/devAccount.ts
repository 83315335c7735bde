import { DEV_CHAIN_ID } from '@openledger/chain/clients/devChainId.ts'
import { createPublicClient, createWalletClient, defineChain, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

/** anvil's first account: its words are printed in Foundry's manual, so everybody has its key. It exists on development chains only. */
export const devAccount = mnemonicToAccount('test test test test test test test test test test test junk')

/** viem clients of the development chain that send as its first account. */
export function devClients(rpcUrl: string) {
  const chain = defineChain({
    id: DEV_CHAIN_ID,
    name: 'development chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const transport = http(rpcUrl)
  return {
    chainId: DEV_CHAIN_ID,
    walletClient: createWalletClient({ account: devAccount, chain, transport, pollingInterval: 50 }),
    publicClient: createPublicClient({ chain, transport, pollingInterval: 50 }),
  }
}
