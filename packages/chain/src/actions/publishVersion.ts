import { publishVersionCall, type VersionToPublish } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Publishes a version of the wallet's Datanet unless this Datanet published its root before.
 * @throws CHAIN_REVERTED (NotLatestVersion, VersionExists, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function publishVersion(wallet: UserWallet, version: VersionToPublish): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const [datanetId, number] = await chain.datanetRegistry.read.versionOf([version.root])
    return number > 0n && datanetId === version.datanetId
  }
  return ensure(wallet, `Publishing version ${version.root}`, isDone, publishVersionCall(chain.addresses, version))
}
