import type { PublicClient } from 'viem'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { revertName, toChainError } from '../rpc/toChainError.ts'
import { type FoundReceipt, formsOf } from './findReceipt.ts'
import type { JournalEntry, TransactionJournal } from './transactionJournal.ts'

/**
 * Writes into the journal that a transaction is in a block, in which form, and the contract error's name when it
 * reverted there.
 */
export async function recordReceipt(
  client: PublicClient,
  journal: TransactionJournal,
  entry: JournalEntry,
  { receipt, form }: FoundReceipt,
): Promise<void> {
  const succeeded = receipt.status === 'success'
  if (entry.status === (succeeded ? 'mined' : 'failed') && entry.blockHash === receipt.blockHash) return
  const others = formsOf(entry).filter(({ hash }) => hash !== form.hash)
  await journal.update(entry.key, {
    ...form,
    earlier: others.toReversed(),
    status: succeeded ? 'mined' : 'failed',
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash,
    error: succeeded ? null : await whyReverted(client, entry, receipt.blockNumber),
  })
}

/** Runs a reverted call again as of its block to learn the error's name. */
async function whyReverted(client: PublicClient, entry: JournalEntry, blockNumber: bigint): Promise<string> {
  try {
    await client.call({ account: entry.from, to: entry.to, data: entry.data, value: entry.value, blockNumber })
    return 'out of gas, or the state changed within its block'
  } catch (error) {
    return revertName(toChainError(error, 'The call', contractErrorsAbi)) ?? 'unknown'
  }
}
