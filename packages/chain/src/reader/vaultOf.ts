import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Chain } from '../clients/createChain.ts'

/**
 * Where an operator's accounts claim: the address of its claim vault, also before the first final epoch makes it.
 * @throws what viem throws
 */
export async function vaultOf({ settlement }: Pick<Chain, 'settlement'>, operator: Address): Promise<Address> {
  return toAddress(await settlement.read.vaultOf([operator]))
}
