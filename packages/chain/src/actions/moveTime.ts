import { z } from 'zod'
import { callRpc } from '../rpc/callRpc.ts'
import { assertDevChain } from './devChain.ts'

const blockSchema = z.object({ timestamp: z.string() })

/** Time of the newest block, Unix seconds. @throws CHAIN_UNREACHABLE */
export async function chainTime(rpcUrl: string): Promise<number> {
  const block = blockSchema.parse(await callRpc(rpcUrl, 'eth_getBlockByNumber', ['latest', false]))
  return Number(BigInt(block.timestamp))
}

/**
 * Moves a development chain's time forward until its newest block is at `time` (Unix seconds) or later.
 * @returns whether time was moved
 * @throws CHAIN_NOT_DEV, CHAIN_UNREACHABLE
 */
export async function moveTime(request: { readonly rpcUrl: string; readonly time: number }): Promise<boolean> {
  const { rpcUrl, time } = request
  await assertDevChain(rpcUrl)
  if ((await chainTime(rpcUrl)) >= time) return false
  await callRpc(rpcUrl, 'evm_setNextBlockTimestamp', [time])
  await callRpc(rpcUrl, 'anvil_mine', ['0x1'])
  return true
}
