import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { setPriceCall } from '../calls/modelRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Sets a model's price (wei a token) unless its newest price version, in effect or waiting, is this one.
 * @throws CHAIN_REVERTED (NotModelOwner, OutputPriceBelowGrant, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function setPrice(
  wallet: UserWallet,
  price: { readonly modelId: Hex32; readonly inputPrice: bigint; readonly outputPrice: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const newest = await chain.modelRegistry.read.priceVersionCount([price.modelId])
    const [inputPrice, outputPrice] = await chain.modelRegistry.read.priceOf([price.modelId, newest])
    return newest > 0 && inputPrice === price.inputPrice && outputPrice === price.outputPrice
  }
  return ensure(wallet, `Setting the price of ${price.modelId}`, isDone, setPriceCall(chain.addresses, price))
}
