import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Address } from 'viem'
import { settlementAbi } from '../abi/settlement.ts'
import { chainErrors } from '../errors.ts'
import type { DeployClients } from './deployContracts.ts'

/**
 * Approves a code hash that epochs may name, unless it is approved already. The wallet is the settlement's owner.
 * @returns whether a transaction was needed
 * @throws CHAIN_REVERTED when the wallet is not the owner
 */
export async function approveCode(
  options: DeployClients & { readonly settlement: Address; readonly codeHash: Hex32 },
): Promise<boolean> {
  const { walletClient, publicClient, settlement, codeHash } = options
  const contract = { address: settlement, abi: settlementAbi } as const
  if (await publicClient.readContract({ ...contract, functionName: 'approvedCode', args: [codeHash] })) return false
  try {
    const hash = await walletClient.writeContract({
      ...contract,
      functionName: 'setApprovedCode',
      args: [codeHash, true],
    })
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status === 'success') return true
  } catch (cause) {
    throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `Approving code ${codeHash} failed.`, { cause })
  }
  throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `Approving code ${codeHash} was reverted.`)
}
