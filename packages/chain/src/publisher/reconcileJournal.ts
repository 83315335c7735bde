import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { broadcast } from './broadcast.ts'
import { raisedFees } from './fees.ts'
import { findReceipt, formsOf } from './findReceipt.ts'
import { nonceUser } from './nonceUser.ts'
import { passedEntries, unreachedEntries } from './pendingEntries.ts'
import type { PublisherContext } from './publisherContext.ts'
import { recordReceipt } from './recordReceipt.ts'
import { signEntry, signWithFees } from './signTransaction.ts'
import type { JournalEntry } from './transactionJournal.ts'

/** What a reconciliation found. */
export type ReconcileReport = {
  /** Found in a block that the journal did not know of. */
  readonly found: number
  /** Raw transactions broadcast again: the chain never got them or forgot them. */
  readonly sentAgain: number
  /** Signed anew with another nonce, because the old one was used otherwise: the old bytes can never be mined. */
  readonly signedAgain: number
}

/** Most unused nonces below a kept transaction that are filled up. */
const FILL_MAX = 32

/**
 * Brings journal and chain together: looks up what is unfinished, checks the newest mined entries against the chain's
 * blocks, and broadcasts what the chain does not have, in nonce order. A signed transaction keeps its nonce, whatever
 * its fee, until another transaction that used it is final: two forms of one entry can never both be mined.
 * @throws CHAIN_NONCE_GAP; what viem throws when the RPC is down or refuses a transaction
 */
export async function reconcileJournal(context: PublisherContext): Promise<ReconcileReport> {
  const { journal, client, logger } = context
  const from = toAddress(context.account.address)
  const count = await client.getTransactionCount({ address: from, blockTag: 'latest' })

  let found = 0
  const displaced: JournalEntry[] = []
  for (const entry of await passedEntries(context, count)) {
    const receipt = await findReceipt(client, entry, context.checkBlocks)
    if (receipt !== undefined) {
      await recordReceipt(client, journal, entry, receipt)
      found++
    } else if (await isDisplaced(context, entry)) displaced.push(entry)
  }

  const waiting = await unreachedEntries(journal, from, count)
  const filled = await fillGap(context, count, waiting)
  for (const entry of waiting) await sendAgain(context, entry)
  let nonce = Math.max(count, (waiting.at(-1)?.nonce ?? -1) + 1)
  const signed: JournalEntry[] = []
  for (const entry of displaced) {
    if (!(await signAnew(context, entry, nonce))) continue
    signed.push(entry)
    nonce++
  }
  await settle(context, [...filled, ...[...waiting, ...signed].map(({ key }) => key)])
  const report = { found, sentAgain: waiting.length, signedAgain: signed.length }
  if (waiting.length + signed.length > 0) logger.warn('The chain lacked transactions that were sent before', report)
  return report
}

/** Whether another transaction has used an entry's nonce for good. Without evidence the entry waits. */
async function isDisplaced(context: PublisherContext, entry: JournalEntry): Promise<boolean> {
  const { client, finalityDepth, logger } = context
  if (entry.nonce === null) return false
  const user = await nonceUser(client, entry.from, entry.nonce, entry.sinceBlock ?? 0n)
  if (user === undefined || formsOf(entry).some(({ hash }) => hash === user.hash)) {
    logger.warn('The RPC knows no receipt of a transaction whose nonce is used', { key: entry.key, nonce: entry.nonce })
    return false
  }
  const depth = (await client.getBlockNumber({ cacheTime: 0 })) - user.blockNumber
  if (depth >= BigInt(finalityDepth)) return true
  logger.warn('Another transaction used a nonce; waiting until that is final', { key: entry.key, nonce: entry.nonce })
  return false
}

/** Hands a transaction that the chain lacks to it again: the same bytes, or the same call with a fee that pays now. */
async function sendAgain(context: PublisherContext, entry: JournalEntry): Promise<void> {
  const { journal, client, account } = context
  const { key, nonce, raw, hash } = entry
  if (nonce === null || raw === null || hash === null) return
  if ((await broadcast(client, raw)) === 'underpriced') {
    const fees = await raisedFees(client, raw, context.maxFeePerGas)
    if (fees !== undefined) {
      const form = await signWithFees(account, raw, fees)
      await journal.update(key, { status: 'signed', ...form, earlier: [...entry.earlier, { nonce, raw, hash }] })
      await broadcast(client, form.raw)
    }
  }
  await journal.update(key, { status: 'sent', blockNumber: null, blockHash: null, error: null })
}

/**
 * Signs an entry at a new nonce. A call that the chain would refuse now becomes an intent again: its next `send` says why.
 * @returns whether the nonce is used
 */
async function signAnew(context: PublisherContext, entry: JournalEntry, nonce: number): Promise<boolean> {
  const { journal, client, account, chainId } = context
  const earlier = formsOf(entry).toReversed()
  const sinceBlock = await client.getBlockNumber({ cacheTime: 0 })
  const unmined = { earlier, blockNumber: null, blockHash: null }
  try {
    const form = await signEntry(client, account, chainId, entry, nonce, context.maxFeePerGas)
    await journal.update(entry.key, { status: 'signed', ...form, sinceBlock, ...unmined, error: null })
    await broadcast(client, form.raw)
    await journal.update(entry.key, { status: 'sent' })
    return true
  } catch (error) {
    const coded = toChainError(error, `Transaction ${entry.key}`, contractErrorsAbi)
    if (coded.code !== chainErrors.CHAIN_REVERTED.code) throw error
    const unsigned = { status: 'intent', nonce: null, raw: null, hash: null, sinceBlock: null } as const
    await journal.update(entry.key, { ...unsigned, ...unmined, error: coded.message })
    return false
  }
}

/**
 * Uses up nonces below the lowest waiting transaction that no entry has (another program's transactions, which a chain
 * forgot): what waits above them can be mined only then. Giving it lower nonces instead would leave two valid forms.
 * @returns keys of the entries made for that
 */
async function fillGap(
  context: PublisherContext,
  count: number,
  waiting: readonly JournalEntry[],
): Promise<readonly string[]> {
  const { journal, client, account, chainId } = context
  const from = toAddress(account.address)
  const known = new Set(waiting.map(({ nonce }) => nonce))
  const top = waiting.at(-1)?.nonce ?? count
  const missing = Array.from({ length: top - count }, (_, at) => count + at).filter((nonce) => !known.has(nonce))
  if (missing.length > FILL_MAX) {
    throw new OpenLedgerError(
      chainErrors.CHAIN_NONCE_GAP,
      `Of the nonces ${count} to ${top} of ${from} ${missing.length} are unused.`,
      { details: { account: from, next: count, highest: top } },
    )
  }
  const sinceBlock = await client.getBlockNumber({ cacheTime: 0 })
  const keys: string[] = []
  for (const nonce of missing) {
    const key = `fill:${chainId}:${from}:${nonce}`
    keys.push(key)
    const entry = await journal.insert({ key, from, to: from, data: '0x', value: 0n })
    const form = await signEntry(client, account, chainId, entry, nonce, context.maxFeePerGas)
    await journal.update(key, { status: 'signed', ...form, sinceBlock })
    await broadcast(client, form.raw)
    await journal.update(key, { status: 'sent' })
  }
  return keys
}

async function settle(context: PublisherContext, keys: readonly string[]): Promise<void> {
  const deadline = Date.now() + context.settleTimeout_ms
  const open = new Set(keys)
  while (open.size > 0 && Date.now() < deadline) {
    for (const key of open) {
      const entry = await context.journal.get(key)
      const found = entry === undefined ? undefined : await findReceipt(context.client, entry, context.checkBlocks)
      if (entry === undefined || found === undefined) continue
      await recordReceipt(context.client, context.journal, entry, found)
      open.delete(key)
    }
    if (open.size > 0) await sleep(context.pollInterval_ms)
  }
}
