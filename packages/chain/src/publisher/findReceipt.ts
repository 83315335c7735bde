import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { chainErrors } from '../errors.ts'
import { fetchHeader } from '../rpc/blockHeader.ts'
import { fetchBlockReceipts } from '../rpc/blockReceipts.ts'
import type { JournalEntry, SignedForm } from './transactionJournal.ts'

/** A receipt with the signed form that it is of. */
export type FoundReceipt = { readonly receipt: TransactionReceipt; readonly form: SignedForm }

/** All forms in which an entry was ever signed, newest first. */
export function formsOf(entry: JournalEntry): readonly SignedForm[] {
  const { nonce, raw, hash, earlier } = entry
  const current = nonce === null || raw === null || hash === null ? [] : [{ nonce, raw, hash }]
  return [...current, ...earlier.toReversed()]
}

/**
 * The receipt of whichever form of an entry is in a block, held against that block: the block stands, names the
 * transaction, and its receipts hash to the header's root and say the same.
 * @returns undefined when none is in a block, or the block is not the chain's (any more)
 * @throws CHAIN_ANSWER_INVALID when the RPC's receipt is not what the block holds; what viem throws
 */
export async function findReceipt(
  client: PublicClient,
  entry: JournalEntry,
  checkBlocks: boolean,
): Promise<FoundReceipt | undefined> {
  for (const form of formsOf(entry)) {
    const receipt = await receiptOf(client, form.hash)
    if (receipt === undefined) continue
    const header = await fetchHeader(client, receipt.blockNumber, checkBlocks)
    if (header?.hash !== receipt.blockHash) return undefined
    const place = header.transactions.indexOf(form.hash)
    if (place === -1 || receipt.transactionHash !== form.hash) throw forged(form.hash)
    if (checkBlocks) {
      const held = (await fetchBlockReceipts(client, header, true))[place]
      const status = held?.status === '0x1' ? 'success' : 'reverted'
      if (status !== receipt.status || held?.logs.length !== receipt.logs.length) throw forged(form.hash)
    }
    return { receipt, form }
  }
  return undefined
}

async function receiptOf(client: PublicClient, hash: Hex32): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

function forged(hash: Hex32): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_ANSWER_INVALID,
    `The RPC’s receipt of ${hash} is not what its block holds.`,
    { details: { hash } },
  )
}
