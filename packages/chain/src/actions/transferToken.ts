import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { encodeFunctionData } from 'viem'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Gives the wallet's Datanet or model (an ERC-721 whose token is its id) to another account, unless that account owns it.
 * Income of calls from then on is the new owner's; what was earned before stays the old one's.
 * @throws CHAIN_REVERTED (ERC721InsufficientApproval, ERC721NonexistentToken, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function transferToken(
  wallet: UserWallet,
  request: { readonly what: 'datanet' | 'model'; readonly id: Hex32; readonly to: Address },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const { what, id, to } = request
  const registry = what === 'datanet' ? chain.datanetRegistry : chain.modelRegistry
  const isDone = async () => toAddress(await registry.read.ownerOf([BigInt(id)])) === to
  // ERC-721's part is the same in both registries.
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: 'transferFrom',
    args: [address, to, BigInt(id)],
  })
  return ensure(wallet, `Transferring ${what} ${id} to ${to}`, isDone, { to: registry.address, data })
}
