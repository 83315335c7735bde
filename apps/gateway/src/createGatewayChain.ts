import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { contractErrorsAbi } from '@openledger/chain/clients/contractErrorsAbi.ts'
import { toChainError } from '@openledger/chain/rpc/toChainError.ts'
import type { GatewayChain } from './gatewayDeps.ts'

/** What the gateway asks of the chain, over the chain package's contracts. */
export function createGatewayChain({ chainId, rpcUrl, addresses, client, settlement }: Chain): GatewayChain {
  return {
    chainId,
    rpcUrl,
    addresses,
    newestBlockTime: async () => Number((await client.getBlock()).timestamp),
    claimedOf: async (operator, account) => {
      try {
        return await settlement.read.claimedOf([operator, account])
      } catch (error) {
        throw toChainError(error, 'Reading what was claimed', contractErrorsAbi)
      }
    },
  }
}
