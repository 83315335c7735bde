import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { chainErrors } from '../errors.ts'
import { callRpc } from '../rpc/callRpc.ts'

/**
 * Asserts that an RPC is anvil's: only there may money be made and time moved.
 * @throws CHAIN_NOT_DEV, CHAIN_UNREACHABLE
 */
export async function assertDevChain(rpcUrl: string): Promise<void> {
  const version = String(await callRpc(rpcUrl, 'web3_clientVersion', []))
  if (!/^anvil\//i.test(version)) {
    throw new OpenLedgerError(chainErrors.CHAIN_NOT_DEV, `${rpcUrl} is ${version}, not a development chain.`)
  }
}
