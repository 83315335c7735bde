import { type Hex, keccak256, type LocalAccount, type PublicClient, parseTransaction } from 'viem'
import { type Fees, feesNow, MAX_FEE_PER_GAS } from './fees.ts'
import type { JournalEntry, SignedForm } from './transactionJournal.ts'

/**
 * Estimates and signs an entry's call at a nonce. The gas limit and fee leave room, because the same bytes may have to
 * be broadcast again on a chain that forgot some blocks.
 * @param cap highest fee for each gas, wei
 * @throws CHAIN_FEE_TOO_HIGH; what viem throws: a revert is found here, before any nonce is used
 */
export async function signEntry(
  client: PublicClient,
  account: LocalAccount,
  chainId: number,
  entry: Pick<JournalEntry, 'to' | 'data' | 'value'>,
  nonce: number,
  cap: bigint = MAX_FEE_PER_GAS,
): Promise<SignedForm> {
  const { to, data, value } = entry
  const [gas, fees] = await Promise.all([
    client.estimateGas({ account: account.address, to, data, value, blockTag: 'pending' }),
    feesNow(client, cap),
  ])
  const type = 'eip1559' as const
  const raw = await account.signTransaction({ type, chainId, nonce, to, data, value, gas: (gas * 3n) / 2n, ...fees })
  return { nonce, raw, hash: keccak256(raw) }
}

/** Signs the same call at the same nonce with other fees: of the two only one can be in the chain. */
export async function signWithFees(account: LocalAccount, raw: Hex, fees: Fees): Promise<SignedForm> {
  const { chainId, nonce = 0, to, data, value, gas } = parseTransaction(raw)
  const same = { chainId: chainId ?? 0, nonce, to: to ?? null, data: data ?? '0x', value: value ?? 0n, gas: gas ?? 0n }
  const again = await account.signTransaction({ type: 'eip1559', ...same, ...fees })
  return { nonce, raw: again, hash: keccak256(again) }
}
