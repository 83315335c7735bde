import type { ContractCall } from '../calls/contractCall.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { revertName, toChainError } from '../rpc/toChainError.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Sends a call unless its effect is there; when somebody else (or this very action before a kill) was faster, the
 * contract says so and that is success.
 * @param isDone asks the chain for the effect
 * @param alreadyError the contract error that means "already there"
 */
export async function ensure(
  wallet: UserWallet,
  what: string,
  isDone: () => Promise<boolean>,
  call: ContractCall,
  alreadyError?: string,
): Promise<ActionResult> {
  if (await reading(what, isDone)) return { status: 'already' }
  try {
    const receipt = await wallet.send(call, what)
    return { status: 'done', hash: receipt.transactionHash }
  } catch (error) {
    if (alreadyError !== undefined && revertName(error) === alreadyError) return { status: 'already' }
    throw error
  }
}

/** Reads from the chain; what viem throws becomes a coded error. */
export async function reading<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toChainError(error, what, contractErrorsAbi)
  }
}
