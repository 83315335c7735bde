import { datanetId as idOf } from '@openledger/core/ids/datanetId.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { createDatanetCall, type DatanetTerms } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Creates the wallet's Datanet with this slug unless it is there (its terms are then what they were).
 * @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function createDatanet(
  wallet: UserWallet,
  terms: DatanetTerms,
): Promise<ActionResult & { readonly datanetId: Hex32 }> {
  const { chain, address } = wallet
  const datanetId = idOf({ chainId: chain.chainId, owner: address, slug: terms.slug })
  const isDone = async () => (await chain.datanetRegistry.read.datanetOf([datanetId])).createdAt > 0n
  const call = createDatanetCall(chain.addresses, terms)
  return { ...(await ensure(wallet, `Creating Datanet ${terms.slug}`, isDone, call, 'DatanetExists')), datanetId }
}
