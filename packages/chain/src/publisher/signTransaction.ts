import { type Hex, keccak256, type LocalAccount, type PublicClient } from 'viem'
import type { JournalEntry } from './transactionJournal.ts'

/** Fees rise while a transaction waits to be sent again; this many times today's base fee still pays. */
const BASE_FEE_HEADROOM = 10n

/**
 * Estimates and signs an entry's call at a nonce. The gas limit and fee leave room, because the same bytes may have to
 * be broadcast again on a chain that forgot some blocks.
 * @throws what viem throws; a revert is found here, before any nonce is used
 */
export async function signEntry(
  client: PublicClient,
  account: LocalAccount,
  chainId: number,
  entry: Pick<JournalEntry, 'to' | 'data' | 'value'>,
  nonce: number,
): Promise<{ readonly raw: Hex; readonly hash: Hex }> {
  const { to, data, value } = entry
  const gas = await client.estimateGas({ account: account.address, to, data, value, blockTag: 'pending' })
  const block = await client.getBlock({ blockTag: 'latest' })
  const maxPriorityFeePerGas = 1_000_000n
  const maxFeePerGas = (block.baseFeePerGas ?? 0n) * BASE_FEE_HEADROOM + 1_000_000_000n
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce,
    to,
    data,
    value,
    gas: (gas * 3n) / 2n,
    maxFeePerGas,
    maxPriorityFeePerGas,
  })
  return { raw, hash: keccak256(raw) }
}
