import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { devAccount } from '../stack/devAccount.ts'
import type { Session } from './session.ts'

/**
 * Sees to it that an account of the development chain has gas, and at least this much OPEN.
 * @param open least balance afterwards, wei; 0 for gas alone
 * @throws CHAIN_NOT_DEV on any other chain
 */
export async function fundAccount(session: Session, account: string, open: bigint): Promise<void> {
  const to: Address = toAddress(account as Address)
  await fundDevAccount({ rpcUrl: session.rpcUrl, account: to })
  if (open > 0n)
    await transferOpen(createUserWallet({ chain: session.chain, account: devAccount }), { to, balanceAtLeast: open })
}
