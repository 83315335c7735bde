import type { FaultReader } from '@openledger/core/faults/loadFaultFacts.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import type { Chain } from '../clients/createChain.ts'
import { createChainReader } from '../reader/createChainReader.ts'
import { toChainError } from '../rpc/toChainError.ts'

/**
 * Reads what a verifier and a search for faults need.
 * @throws CHAIN_UNREACHABLE, CHAIN_WRONG_ID, CHAIN_NO_CONTRACT before anything is read
 */
export async function createFaultReader(chain: Chain): Promise<ChainReader & FaultReader> {
  const reader = await createChainReader(chain)
  return {
    ...reader,
    channelOperator: async (channelId) => {
      try {
        const { payer, operator } = await chain.paymentEscrow.read.channelOf([channelId])
        return /^0x0{40}$/.test(payer) ? undefined : toAddress(operator)
      } catch (error) {
        throw toChainError(error, `Reading channel ${channelId}`, contractErrorsAbi)
      }
    },
  }
}
