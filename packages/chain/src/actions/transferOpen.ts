import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { transferOpenCall } from '../calls/openTokenCalls.ts'
import { chainErrors } from '../errors.ts'
import { reading } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Tops an account up to `balanceAtLeast` wei of OPEN from the wallet; `already` when it holds that much. The wanted
 * balance, not the step, is given, so that trying again after a kill does not pay twice.
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function transferOpen(
  wallet: UserWallet,
  request: { readonly to: Address; readonly balanceAtLeast: bigint },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const { to, balanceAtLeast } = request
  const [there, own] = await reading('Reading the balances', () =>
    Promise.all([chain.openToken.read.balanceOf([to]), chain.openToken.read.balanceOf([address])]),
  )
  const missing = balanceAtLeast - there
  if (missing <= 0n) return { status: 'already' }
  if (own < missing) {
    throw new OpenLedgerError(
      chainErrors.CHAIN_FUNDS_TOO_LOW,
      `${address} holds ${own} wei of OPEN, needs ${missing}.`,
      {
        details: { account: address, balance: own.toString(), needed: missing.toString() },
      },
    )
  }
  const receipt = await wallet.send(transferOpenCall(chain.addresses, to, missing), `Transferring OPEN to ${to}`)
  return { status: 'done', hash: receipt.transactionHash }
}
