import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { approveOpenCall } from '../calls/openTokenCalls.ts'
import { chainErrors } from '../errors.ts'
import { ensure, reading } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Lets `spender` move `amount` wei of the wallet's OPEN, unless it may already.
 * @throws CHAIN_FUNDS_TOO_LOW when the wallet holds less, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function ensureAllowance(wallet: UserWallet, spender: Address, amount: bigint): Promise<ActionResult> {
  const { chain, address } = wallet
  const balance = await reading('Reading the balance', () => chain.openToken.read.balanceOf([address]))
  if (balance < amount) {
    throw new OpenLedgerError(
      chainErrors.CHAIN_FUNDS_TOO_LOW,
      `${address} holds ${balance} wei of OPEN, needs ${amount}.`,
      {
        details: { account: address, balance: balance.toString(), needed: amount.toString() },
      },
    )
  }
  const isDone = async () => (await chain.openToken.read.allowance([address, spender])) >= amount
  return ensure(wallet, 'Approving OPEN', isDone, approveOpenCall(chain.addresses, spender, amount))
}
