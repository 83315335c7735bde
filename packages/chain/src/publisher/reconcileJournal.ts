import { setTimeout as sleep } from 'node:timers/promises'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type LocalAccount, type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import type { ChainLogger } from '../logger.ts'
import { broadcast } from './broadcast.ts'
import { recordReceipt } from './recordReceipt.ts'
import { signEntry } from './signTransaction.ts'
import type { JournalEntry, TransactionJournal } from './transactionJournal.ts'

/** What a reconciliation found. */
export type ReconcileReport = {
  /** Found in a block that the journal did not know of. */
  readonly found: number
  /** Raw transactions broadcast again: the chain never got them or forgot them. */
  readonly sentAgain: number
  /** Signed anew with another nonce, because the old one was used otherwise: the old bytes can never be mined. */
  readonly signedAgain: number
}

type Context = {
  readonly journal: TransactionJournal
  readonly account: LocalAccount
  readonly client: PublicClient
  readonly chainId: number
  readonly logger: ChainLogger
  readonly pollInterval_ms: number
}

const PAGE = 50
/** How long what was sent again may take to be mined before this stops waiting; it stays `sent` then. */
const SETTLE_MS = 5_000

/**
 * Brings journal and chain together: looks up what is unfinished, checks the newest mined entries against the chain's
 * blocks, and broadcasts what the chain does not have, in nonce order.
 * @throws what viem throws when the RPC is down or refuses a transaction
 */
export async function reconcileJournal(context: Context): Promise<ReconcileReport> {
  const { journal, client, logger } = context
  const from = toAddress(context.account.address)
  const count = await client.getTransactionCount({ address: from, blockTag: 'latest' })

  let found = 0
  const displaced: JournalEntry[] = []
  for (const entry of await passedEntries(context, from, count)) {
    const receipt = await receiptOf(client, entry)
    if (receipt === undefined) displaced.push(entry)
    else {
      await recordReceipt(client, journal, entry, receipt)
      found++
    }
  }

  let nonce = count
  let signedAgain = 0
  const waiting = [...(await forgottenEntries(journal, from, count)), ...displaced]
  for (const entry of waiting) {
    let raw = entry.nonce === nonce ? entry.raw : null
    if (raw !== null && (await broadcast(client, raw)) === 'underpriced') raw = null
    if (raw === null) {
      const signed = await signEntry(client, context.account, context.chainId, entry, nonce)
      await journal.update(entry.key, { status: 'signed', nonce, ...signed, blockNumber: null, blockHash: null })
      await broadcast(client, signed.raw)
      signedAgain++
    }
    await journal.update(entry.key, { status: 'sent', blockNumber: null, blockHash: null, error: null })
    nonce++
  }
  await settle(
    context,
    waiting.map((entry) => entry.key),
  )
  const report = { found, sentAgain: waiting.length - signedAgain, signedAgain }
  if (waiting.length > 0) logger.warn('The chain lacked transactions that were sent before', report)
  return report
}

/**
 * Entries whose nonce the chain has passed and that need a look, lowest nonce first: the unfinished ones, and the
 * mined ones down to the newest whose block still stands (a block vouches for all before it).
 */
async function passedEntries(context: Context, from: JournalEntry['from'], count: number): Promise<JournalEntry[]> {
  const { journal, client } = context
  const unfinished = (await journal.unfinished(from)).filter((entry) => entry.nonce !== null && entry.nonce < count)
  const suspects: JournalEntry[] = []
  for (let below = count; below > 0; ) {
    const page = await journal.signed(from, { below, limit: PAGE })
    for (const entry of page) {
      if (entry.status !== 'mined' && entry.status !== 'failed') continue
      if (await blockStands(client, entry)) return sortByNonce([...unfinished, ...suspects])
      suspects.push(entry)
    }
    if (page.length < PAGE) break
    below = page.at(-1)?.nonce ?? 0
  }
  return sortByNonce([...unfinished, ...suspects])
}

/** Entries whose nonce the chain has not reached, lowest nonce first. */
async function forgottenEntries(journal: TransactionJournal, from: JournalEntry['from'], count: number) {
  const entries: JournalEntry[] = []
  for (let below = Number.MAX_SAFE_INTEGER; ; ) {
    const page = await journal.signed(from, { below, limit: PAGE })
    const above = page.filter((entry) => entry.nonce !== null && entry.nonce >= count)
    entries.push(...above)
    if (page.length < PAGE || above.length < page.length) return sortByNonce(entries)
    below = page.at(-1)?.nonce ?? 0
  }
}

function sortByNonce(entries: JournalEntry[]): JournalEntry[] {
  return entries.sort((a, b) => (a.nonce ?? 0) - (b.nonce ?? 0))
}

async function blockStands(client: PublicClient, entry: JournalEntry): Promise<boolean> {
  if (entry.blockNumber === null) return false
  const height = await client.getBlockNumber({ cacheTime: 0 })
  if (entry.blockNumber > height) return false
  return (await client.getBlock({ blockNumber: entry.blockNumber })).hash === entry.blockHash
}

async function receiptOf(client: PublicClient, entry: JournalEntry): Promise<TransactionReceipt | undefined> {
  if (entry.hash === null) return undefined
  try {
    return await client.getTransactionReceipt({ hash: entry.hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

async function settle(context: Context, keys: readonly string[]): Promise<void> {
  const deadline = Date.now() + SETTLE_MS
  const open = new Set(keys)
  while (open.size > 0 && Date.now() < deadline) {
    for (const key of open) {
      const entry = await context.journal.get(key)
      const receipt = entry === undefined ? undefined : await receiptOf(context.client, entry)
      if (entry === undefined || receipt === undefined) continue
      await recordReceipt(context.client, context.journal, entry, receipt)
      open.delete(key)
    }
    if (open.size > 0) await sleep(context.pollInterval_ms)
  }
}
