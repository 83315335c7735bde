import { callRpc } from '../src/rpc/callRpc.ts'

/** Does something on a development chain and puts the chain back. */
export async function isolated(rpcUrl: string, work: () => Promise<void>): Promise<void> {
  const snapshot = await callRpc(rpcUrl, 'evm_snapshot', [])
  try {
    await work()
  } finally {
    await callRpc(rpcUrl, 'evm_revert', [snapshot])
  }
}
