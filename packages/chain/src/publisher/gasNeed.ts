import type { Address } from '@openledger/core/primitives/address.ts'
import type { PublicClient } from 'viem'
import type { ContractCall } from '../calls/contractCall.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { feesNow, MAX_FEE_PER_GAS } from './fees.ts'

/**
 * What has to lie in an account so that a publisher can send a call with its key: the gas with the publisher's room,
 * at the most that it would offer, and a quarter more, as the fee may rise meanwhile.
 *
 * @returns wei
 * @throws CHAIN_REVERTED when the call would revert now, CHAIN_UNREACHABLE, CHAIN_FEE_TOO_HIGH, CHAIN_RPC_REFUSED
 */
export async function gasNeed(client: PublicClient, from: Address, { to, data }: ContractCall): Promise<bigint> {
  try {
    const [gas, { maxFeePerGas }] = await Promise.all([
      client.estimateGas({ account: from, to, data, blockTag: 'pending' }),
      feesNow(client, MAX_FEE_PER_GAS),
    ])
    return (((gas * 3n) / 2n) * maxFeePerGas * 5n) / 4n
  } catch (error) {
    throw toChainError(error, 'The call', contractErrorsAbi)
  }
}
