import type { Address } from '@openledger/core/primitives/address.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { assertDevChain } from './devChain.ts'

/**
 * Gives an account of a development chain ether for gas, unless it has that much.
 * @param balance_wei least balance afterwards
 * @returns whether anything was given
 * @throws CHAIN_NOT_DEV, CHAIN_UNREACHABLE
 */
export async function fundDevAccount(request: {
  readonly rpcUrl: string
  readonly account: Address
  readonly balance_wei?: bigint
}): Promise<boolean> {
  const { rpcUrl, account, balance_wei = 10n ** 19n } = request
  await assertDevChain(rpcUrl)
  const balance = BigInt(String(await callRpc(rpcUrl, 'eth_getBalance', [account, 'latest'])))
  if (balance >= balance_wei) return false
  await callRpc(rpcUrl, 'anvil_setBalance', [account, `0x${balance_wei.toString(16)}`])
  return true
}
