import { createPublicClient, defineChain, http, type PublicClient } from 'viem'
import { comparedTransport } from '../rpc/comparedTransport.ts'

/**
 * A client of any EVM chain, without contracts.
 * @param compareUrl a second RPC of the same chain: what both don't agree on is an error
 * @param timeout_ms for one RPC exchange
 */
export function createPlainClient(
  rpcUrl: string,
  chainId: number,
  compareUrl?: string | undefined,
  timeout_ms = 10_000,
): PublicClient {
  const single = http(rpcUrl, { retryCount: 2, retryDelay: 100, timeout: timeout_ms })
  return createPublicClient({
    chain: defineChain({
      id: chainId,
      name: `chain ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
    transport: compareUrl === undefined ? single : comparedTransport([rpcUrl, compareUrl], { timeout_ms }),
    pollingInterval: 50,
    cacheTime: 0,
  })
}
