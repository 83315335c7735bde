import { join } from 'node:path'
import { createFaultReader } from '@openledger/chain/challenger/createFaultReader.ts'
import { CLAIMS_AT_ONCE, createWatcher } from '@openledger/chain/challenger/createWatcher.ts'
import { CALLS_SHOWN } from '@openledger/chain/challenger/drawCalls.ts'
import { CHUNKS_AT_ONCE } from '@openledger/chain/challenger/playData.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher, type Publisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { LocalAccount } from 'viem'
import { loadAccount } from '../home/accounts.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { openDataReader } from '../verify/openDataReader.ts'
import type { OutsideView } from '../verify/verifyFromOutside.ts'

/** A watch that is set up: what it reads with, and the key that it challenges with, if any. */
export type Watch = {
  readonly chain: Chain
  readonly operator: Address
  readonly watcher: ReturnType<typeof createWatcher>
  /** Chunks of withheld data that wait for an answer at once. */
  readonly chunksAtOnce: number
  /** Calls that are drawn to have their records shown, where versions or training logs are withheld. */
  readonly callsShown: number
  readonly challenger: { readonly account: LocalAccount; readonly publisher: Publisher } | undefined
}

/**
 * Sets a watch up. What was sent before a kill is sent again first.
 * @param options.as account of the state folder that challenges; none only looks
 * @param options.claimsAtOnce payouts up to which a wrong claims root is proven in one transaction
 * @param options.chunksAtOnce chunks of withheld data that wait for an answer at once
 * @param options.callsShown calls of an epoch that are drawn to have their records shown
 * @throws CLI_ACCOUNT_UNKNOWN, CHAIN_UNREACHABLE, CHAIN_WRONG_ID, CHAIN_NO_CONTRACT
 */
export async function openWatch(
  view: OutsideView,
  paths: HomePaths,
  options: {
    readonly signed: readonly SignedReceipt[]
    readonly as: string | undefined
    readonly claimsAtOnce?: number
    readonly chunksAtOnce?: number
    readonly callsShown?: number
  },
): Promise<Watch> {
  const { rpcUrl, compareUrl, chainId, addresses, operator } = view
  const chain = createChain({ rpcUrl, compareUrl, chainId, addresses })
  const account = options.as === undefined ? undefined : (await loadAccount(paths.accounts, options.as)).account
  const reader = await createFaultReader(chain)
  const { signed, claimsAtOnce = CLAIMS_AT_ONCE, chunksAtOnce = CHUNKS_AT_ONCE, callsShown = CALLS_SHOWN } = options
  const watcher = createWatcher({ chain, reader, store: openDataReader(view.data), operator, signed, claimsAtOnce })
  const looks = { chain, operator, watcher, chunksAtOnce, callsShown }
  if (account === undefined) return { ...looks, challenger: undefined }
  const journal = await createFileJournal(join(paths.home, 'watch', `${account.address.toLowerCase()}.json`))
  const publisher = createPublisher({ journal, account, client: chain.client, chainId, logger: silentLogger })
  await publisher.reconcile()
  return { ...looks, challenger: { account, publisher } }
}
