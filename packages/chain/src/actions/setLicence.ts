import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { setLicenceCall } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/** Later than any block: what holds now. */
const FOR_EVER = 2n ** 64n - 1n

/**
 * Puts what is contributed to the wallet's Datanet from now on under a licence, unless it holds.
 * @throws CHAIN_REVERTED (NotDatanetOwner, BadLicence, ZeroHash), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function setLicence(
  wallet: UserWallet,
  licence: { readonly datanetId: Hex32; readonly name: string; readonly termsHash: Hex32 },
): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const there = await chain.datanetRegistry.read.licenceAt([licence.datanetId, FOR_EVER])
    return there.name === licence.name && there.termsHash === licence.termsHash
  }
  return ensure(wallet, `Licensing ${licence.datanetId}`, isDone, setLicenceCall(chain.addresses, licence))
}
