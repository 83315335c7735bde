import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { contractErrorsAbi } from './contractErrorsAbi.ts'
import type { Chain } from './createChain.ts'

/**
 * Asks whether the RPC serves the expected chain and every address holds a contract.
 * @throws CHAIN_UNREACHABLE, CHAIN_WRONG_ID, CHAIN_NO_CONTRACT
 */
export async function assertChain(chain: Chain): Promise<void> {
  const { client, chainId, addresses, rpcUrl } = chain
  try {
    const found = await client.getChainId()
    if (found !== chainId) {
      throw new OpenLedgerError(chainErrors.CHAIN_WRONG_ID, `${rpcUrl} serves chain ${found}, not ${chainId}.`, {
        details: { expected: chainId, found },
      })
    }
    const { deployBlock: _, ...contracts } = addresses
    for (const [name, address] of Object.entries(contracts)) {
      const code = await client.getCode({ address })
      if (code === undefined || code === '0x') {
        throw new OpenLedgerError(chainErrors.CHAIN_NO_CONTRACT, `There is no contract ${name} at ${address}.`, {
          details: { name, address },
        })
      }
    }
  } catch (error) {
    throw toChainError(error, `Asking ${rpcUrl}`, contractErrorsAbi)
  }
}
