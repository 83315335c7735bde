import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type DatanetLimits, setLimitsCall } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Limits what one account may register in the wallet's Datanet, unless these very limits hold; 0 for no limit.
 * @throws CHAIN_REVERTED (NotDatanetOwner, UnknownDatanet), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function setLimits(
  wallet: UserWallet,
  request: { readonly datanetId: Hex32; readonly limits: DatanetLimits },
): Promise<ActionResult> {
  const { chain } = wallet
  const { datanetId, limits } = request
  const isDone = async () => {
    const there = await chain.datanetRegistry.read.limitsOf([datanetId])
    return there.recordsInAll === limits.recordsInAll && there.recordsADay === limits.recordsADay
  }
  return ensure(wallet, `Limiting ${datanetId}`, isDone, setLimitsCall(chain.addresses, datanetId, limits))
}
