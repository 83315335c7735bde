import { type Chain, createPublicClient, defineChain, http, type PublicClient, type Transport } from 'viem'
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
  // Types named: inferred ones are compared with those of PublicClient member by member, for seconds.
  return createPublicClient<Transport, Chain | undefined>({
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
