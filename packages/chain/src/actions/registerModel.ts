import { modelId as idOf } from '@openledger/core/ids/modelId.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type ModelParams, registerModelCall } from '../calls/modelRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Registers the wallet's model unless it is there (its price and split are then what they were).
 * @throws CHAIN_REVERTED (AccessNotGranted, BadSplitSum, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function registerModel(
  wallet: UserWallet,
  params: ModelParams,
): Promise<ActionResult & { readonly modelId: Hex32 }> {
  const { chain, address } = wallet
  const { baseHash, adapterHash, manifestHash, name } = params
  const modelId = idOf({ chainId: chain.chainId, developer: address, baseHash, adapterHash, manifestHash, name })
  const isDone = async () => (await chain.modelRegistry.read.modelOf([modelId])).registeredAt > 0n
  const call = registerModelCall(chain.addresses, params)
  return { ...(await ensure(wallet, `Registering model ${name}`, isDone, call, 'ModelExists')), modelId }
}
