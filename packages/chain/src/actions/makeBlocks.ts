import { DEV_CHAIN_ID } from '../clients/devChainId.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { assertDevChain } from './devChain.ts'

/**
 * Makes blocks on the development chain, which makes none without transactions; elsewhere they come by themselves.
 * @returns whether blocks were made
 * @throws CHAIN_NOT_DEV, CHAIN_UNREACHABLE
 */
export async function makeBlocks(
  { rpcUrl, chainId }: { readonly rpcUrl: string; readonly chainId: number },
  blocks: number,
): Promise<boolean> {
  if (chainId !== DEV_CHAIN_ID) return false
  await assertDevChain(rpcUrl)
  await callRpc(rpcUrl, 'anvil_mine', [`0x${blocks.toString(16)}`])
  return true
}
