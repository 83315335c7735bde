import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { revokeAccessCall } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Ends a developer's access to the wallet's Datanet, unless it has none. Registered models stay; new ones and new prices
 * are refused.
 * @throws CHAIN_REVERTED (NotDatanetOwner, UnknownDatanet), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function revokeAccess(
  wallet: UserWallet,
  grant: { readonly datanetId: Hex32; readonly developer: Address },
): Promise<ActionResult> {
  const { chain } = wallet
  const { datanetId, developer } = grant
  const isDone = async () => (await chain.datanetRegistry.read.grantOf([datanetId, developer])).expiry === 0n
  const call = revokeAccessCall(chain.addresses, datanetId, developer)
  return ensure(wallet, `Revoking access of ${developer}`, isDone, call, 'UnknownGrant')
}
