import { toAddress } from '@openledger/core/primitives/address.ts'
import { fetchHeader } from '../rpc/blockHeader.ts'
import type { PublisherContext } from './publisherContext.ts'
import type { JournalEntry, TransactionJournal } from './transactionJournal.ts'

const PAGE = 50

/**
 * Entries whose nonce the chain has passed and that need a look, lowest nonce first: the unfinished ones, and the
 * mined ones down to the newest whose block still stands (a block vouches for all before it).
 * @param count the account's next nonce on the chain
 */
export async function passedEntries(context: PublisherContext, count: number): Promise<JournalEntry[]> {
  const { journal, account } = context
  const from = toAddress(account.address)
  const unfinished = (await journal.unfinished(from)).filter((entry) => entry.nonce !== null && entry.nonce < count)
  const suspects: JournalEntry[] = []
  for (let below = count; below > 0; ) {
    const page = await journal.signed(from, { below, limit: PAGE })
    for (const entry of page) {
      if (entry.status !== 'mined' && entry.status !== 'failed') continue
      if (await blockStands(context, entry)) return sortByNonce([...unfinished, ...suspects])
      suspects.push(entry)
    }
    if (page.length < PAGE) break
    below = page.at(-1)?.nonce ?? 0
  }
  return sortByNonce([...unfinished, ...suspects])
}

/** Entries whose nonce the chain has not reached, lowest nonce first. */
export async function unreachedEntries(
  journal: TransactionJournal,
  from: JournalEntry['from'],
  count: number,
): Promise<JournalEntry[]> {
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

async function blockStands({ client, checkBlocks }: PublisherContext, entry: JournalEntry): Promise<boolean> {
  if (entry.blockNumber === null) return false
  return (await fetchHeader(client, entry.blockNumber, checkBlocks))?.hash === entry.blockHash
}
