import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex, type LocalAccount, type PublicClient, TransactionNotFoundError, type TransactionReceipt } from 'viem'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { DEV_CHAIN_ID } from '../clients/devChainId.ts'
import { chainErrors } from '../errors.ts'
import type { ChainLogger } from '../logger.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { broadcast } from './broadcast.ts'
import { MAX_FEE_PER_GAS, raisedFees } from './fees.ts'
import { type FoundReceipt, findReceipt } from './findReceipt.ts'
import { createLock } from './lock.ts'
import type { PublisherContext } from './publisherContext.ts'
import { type ReconcileReport, reconcileJournal } from './reconcileJournal.ts'
import { recordReceipt } from './recordReceipt.ts'
import { signEntry, signWithFees } from './signTransaction.ts'
import type { JournalEntry, TransactionJournal } from './transactionJournal.ts'

/** The durable steps of a send, in order. A process may be killed between any two of them. */
export type PublisherStep =
  | 'intent'
  | 'prepared'
  | 'signed'
  | 'broadcast'
  | 'sent'
  | 'raised'
  | 'raisedBroadcast'
  | 'receipt'
  | 'recorded'

export type PublisherOptions = {
  readonly journal: TransactionJournal
  /** The one key that this publisher sends with; nothing else may send with it meanwhile. */
  readonly account: LocalAccount
  readonly client: PublicClient
  readonly chainId: number
  readonly logger: ChainLogger
  /** How long `send` waits for a block, in ms. */
  readonly receiptTimeout_ms?: number
  readonly pollInterval_ms?: number
  /** How long `reconcile` waits for the blocks of what it sent again, in ms. */
  readonly settleTimeout_ms?: number
  /** How long a transaction that is next in line may wait before it offers more, in ms. */
  readonly raiseAfter_ms?: number
  /** Highest fee for each gas that is offered, wei. */
  readonly maxFeePerGas?: bigint
  /**
   * Blocks on top of another transaction that used a nonce of ours before ours is signed anew with the next one. By default
   * 64; 0 on the development chain, where nobody else builds blocks.
   */
  readonly finalityDepth?: number
  /** False for chains whose headers or receipts are not Ethereum's: their hashes are not derived again. */
  readonly checkBlocks?: boolean
  /** Called after each step; what it throws leaves `send` as a kill at that moment would. */
  readonly onStep?: (step: PublisherStep, key: string) => void | Promise<void>
}

/** `key` is the idempotency key: the same key again returns the receipt of the one transaction that it stands for. */
export type SendRequest = { readonly key: string; readonly to: Address; readonly data: Hex; readonly value?: bigint }

export type Publisher = {
  readonly address: Address
  /**
   * Sends a call and waits until it is in a block. May be called again with the same key after any failure or kill.
   * @throws CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_TRANSACTION_TIMEOUT, CHAIN_KEY_REUSED, CHAIN_RPC_REFUSED,
   *   CHAIN_FEE_TOO_HIGH, CHAIN_NONCE_GAP, CHAIN_ANSWER_INVALID
   */
  send(request: SendRequest): Promise<TransactionReceipt>
  /** Sends again what the chain forgot or never got. Call once at start, before the first `send`. */
  reconcile(): Promise<ReconcileReport>
}

/** How often, in polls, a wait asks whether the chain still knows the transaction. */
const POLLS_PER_LOOK = 20

/** Troubles with the RPC that a wait outlasts. */
const passing: readonly string[] = [
  chainErrors.CHAIN_UNREACHABLE.code,
  chainErrors.CHAIN_ANSWER_INVALID.code,
  chainErrors.CHAIN_RPCS_DISAGREE.code,
  chainErrors.CHAIN_FEE_TOO_HIGH.code,
]

/**
 * The only sender of an account's transactions: it keeps the raw signed transaction before broadcasting it, gives
 * nonces one by one, offers more for what waits too long, and sends again what the chain forgot, in nonce order, so
 * that every key has exactly one effect.
 */
export function createPublisher(options: PublisherOptions): Publisher {
  const { journal, account, client, chainId, logger } = options
  const { receiptTimeout_ms = 60_000, pollInterval_ms = 50, raiseAfter_ms = 30_000, checkBlocks = true } = options
  const { settleTimeout_ms = 5_000 } = options
  const { maxFeePerGas = MAX_FEE_PER_GAS, finalityDepth = chainId === DEV_CHAIN_ID ? 0 : 64 } = options
  const from = toAddress(account.address)
  const locked = createLock()
  const step = async (name: PublisherStep, key: string) => options.onStep?.(name, key)
  const failure = (error: unknown, what: string) => toChainError(error, what, contractErrorsAbi)

  const limits = { pollInterval_ms, settleTimeout_ms, checkBlocks, finalityDepth, maxFeePerGas }
  const context: PublisherContext = { journal, account, client, chainId, logger, ...limits }
  const reconcileNow = () => reconcileJournal(context)

  async function nextNonce(): Promise<number> {
    const journalNext = async () => {
      const [top] = await journal.signed(from, { below: Number.MAX_SAFE_INTEGER, limit: 1 })
      return top?.nonce == null ? 0 : top.nonce + 1
    }
    const pending = () => client.getTransactionCount({ address: from, blockTag: 'pending' })
    if ((await journalNext()) > (await pending())) await reconcileNow()
    return Math.max(await pending(), await journalNext())
  }

  async function signAndBroadcast(key: string): Promise<void> {
    const entry = await journal.get(key)
    if (entry === undefined || entry.status !== 'intent') return
    const nonce = await nextNonce()
    await step('prepared', key)
    const sinceBlock = await client.getBlockNumber({ cacheTime: 0 })
    const signed = await signEntry(client, account, chainId, entry, nonce, maxFeePerGas)
    await journal.update(key, { status: 'signed', ...signed, sinceBlock, error: null })
    await step('signed', key)
    await broadcast(client, signed.raw)
    await step('broadcast', key)
    await journal.update(key, { status: 'sent' })
    await step('sent', key)
  }

  /** Signs a waiting transaction again with a higher fee, if it is the account's next. */
  async function raiseFee(key: string): Promise<void> {
    const entry = await journal.get(key)
    if (entry === undefined || (entry.status !== 'signed' && entry.status !== 'sent')) return
    const { nonce, raw, hash } = entry
    if (nonce === null || raw === null || hash === null) return
    if ((await client.getTransactionCount({ address: from, blockTag: 'latest' })) !== nonce) return
    const fees = await raisedFees(client, raw, maxFeePerGas)
    if (fees === undefined) {
      logger.warn('A transaction waits, and the highest fee is reached', { key, nonce })
      return
    }
    const form = await signWithFees(account, raw, fees)
    await journal.update(key, { status: 'signed', ...form, earlier: [...entry.earlier, { nonce, raw, hash }] })
    await step('raised', key)
    await broadcast(client, form.raw)
    await step('raisedBroadcast', key)
    await journal.update(key, { status: 'sent' })
    logger.info('A transaction waited too long and offers more', { key, nonce, maxFeePerGas: `${fees.maxFeePerGas}` })
  }

  async function forgotten(hash: Hex): Promise<boolean> {
    try {
      await client.getTransaction({ hash })
      return false
    } catch (error) {
      if (error instanceof TransactionNotFoundError) return true
      throw error
    }
  }

  async function waitForReceipt(
    key: string,
    what: string,
  ): Promise<{ readonly entry: JournalEntry; readonly found: FoundReceipt }> {
    const deadline = Date.now() + receiptTimeout_ms
    let raiseAt = Date.now() + raiseAfter_ms
    let trouble: OpenLedgerError | undefined
    for (let polls = 1; ; polls++) {
      const entry = await journal.get(key)
      try {
        const found = entry === undefined ? undefined : await findReceipt(client, entry, checkBlocks)
        if (entry !== undefined && found !== undefined) return { entry, found }
        if (polls % POLLS_PER_LOOK === 0 && (entry?.hash == null || (await forgotten(entry.hash))))
          await locked(reconcileNow)
        else if (Date.now() > raiseAt) {
          raiseAt = Date.now() + raiseAfter_ms
          await locked(() => raiseFee(key))
        }
        trouble = undefined
      } catch (error) {
        trouble = failure(error, what)
        if (!passing.includes(trouble.code)) throw trouble
      }
      if (Date.now() > deadline) {
        throw trouble ?? new OpenLedgerError(chainErrors.CHAIN_TRANSACTION_TIMEOUT, `${what} is in no block yet.`)
      }
      await sleep(pollInterval_ms)
    }
  }

  return {
    address: from,
    async send({ key, to, data, value = 0n }) {
      const what = `Transaction ${key}`
      const entry = await journal.insert({ key, from, to, data, value })
      await step('intent', key)
      if (entry.from !== from || entry.to !== to || entry.data !== data || entry.value !== value) {
        throw new OpenLedgerError(chainErrors.CHAIN_KEY_REUSED, `Key ${key} stands for another call.`)
      }
      if (entry.status === 'intent') {
        try {
          await locked(() => signAndBroadcast(key))
        } catch (error) {
          const coded = failure(error, what)
          await noteRefusal(journal, key, coded)
          throw coded
        }
      }
      const mined = await waitForReceipt(key, what)
      await step('receipt', key)
      await recordReceipt(client, journal, mined.entry, mined.found)
      await step('recorded', key)
      if (mined.found.receipt.status === 'success') return mined.found.receipt
      const failed = await journal.get(key)
      throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `${what} reverted: ${failed?.error ?? 'unknown'}.`, {
        details: { errorName: failed?.error ?? 'unknown' },
      })
    },
    reconcile: () =>
      locked(reconcileNow).catch((error: unknown) => {
        throw failure(error, 'Sending again what the chain forgot')
      }),
  }
}

/** Writes down why an intent could not be signed; the next try with its key starts from the intent again. */
async function noteRefusal(journal: TransactionJournal, key: string, error: OpenLedgerError): Promise<void> {
  const entry = await journal.get(key)
  if (entry?.status === 'intent') await journal.update(key, { error: error.message })
}
