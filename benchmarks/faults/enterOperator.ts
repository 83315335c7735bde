import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { LocalAccount } from 'viem'
import type { Ledger } from './ledger.ts'
import { FAR, people } from './people.ts'

const OPEN = 10n ** 18n
const BOND = 1_000_000n * OPEN

/** An operator's start: a bond, and a channel of every payer to it. */
export async function enterOperator(
  wallet: (account: LocalAccount) => UserWallet,
  account: LocalAccount,
): Promise<Ledger['channels']> {
  const holder = wallet(people.operator)
  const operator = wallet(account)
  const { addresses } = operator.chain
  await ensureAllowance(holder, addresses.bondVault, BOND)
  await holder.send(depositBondCall(addresses, operator.address, BOND), 'Depositing the bond')
  const channels = []
  for (const payer of people.payers) {
    await transferOpen(holder, { to: toAddress(payer.address), balanceAtLeast: 10_000n * OPEN })
    const limits = { cap: 10_000n * OPEN, expiry: FAR, amount: 2_000n * OPEN }
    const terms = { operator: operator.address, signer: toAddress(payer.address), ...limits }
    channels.push({ channelId: (await openChannel(wallet(payer), terms)).channelId, payer })
  }
  return channels
}

/** The same ledger as a further operator sees it. */
export async function withOperator(ledger: Ledger, operator: LocalAccount): Promise<Ledger> {
  await callRpc(ledger.chain.rpcUrl, 'anvil_setBalance', [operator.address, '0x56BC75E2D63100000'])
  const channels = await enterOperator(ledger.wallet, operator)
  return { ...ledger, operator, channels, base: { ...ledger.base, operator: toAddress(operator.address) } }
}
