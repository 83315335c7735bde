import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type Curator, setCuratorsCall } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/** Later than any block: what holds now. */
const FOR_EVER = 2n ** 64n - 1n

/**
 * Names the curators of the wallet's Datanet, unless these very ones hold.
 * @throws CHAIN_REVERTED (NotDatanetOwner, TooManyCurators, CuratorTwice, CuratorsAboveWhole), CHAIN_UNREACHABLE,
 * CHAIN_RPC_REFUSED
 */
export async function setCurators(
  wallet: UserWallet,
  request: { readonly datanetId: Hex32; readonly curators: readonly Curator[] },
): Promise<ActionResult> {
  const { chain } = wallet
  const { datanetId, curators } = request
  const isDone = async () => {
    const there = await chain.datanetRegistry.read.curatorsAt([datanetId, FOR_EVER])
    return (
      there.length === curators.length &&
      there.every(({ account, bps }, index) => {
        const wanted = curators[index]
        return wanted !== undefined && toAddress(account) === wanted.account && bps === wanted.bps
      })
    )
  }
  return ensure(
    wallet,
    `Naming curators of ${datanetId}`,
    isDone,
    setCuratorsCall(chain.addresses, datanetId, curators),
  )
}
