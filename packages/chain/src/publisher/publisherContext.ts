import type { LocalAccount, PublicClient } from 'viem'
import type { ChainLogger } from '../logger.ts'
import type { TransactionJournal } from './transactionJournal.ts'

/** What the publisher gives its parts. */
export type PublisherContext = {
  readonly journal: TransactionJournal
  readonly account: LocalAccount
  readonly client: PublicClient
  readonly chainId: number
  readonly logger: ChainLogger
  readonly pollInterval_ms: number
  /** How long what was sent again may take to be mined before this stops waiting; it stays `sent` then. */
  readonly settleTimeout_ms: number
  readonly checkBlocks: boolean
  readonly finalityDepth: number
  readonly maxFeePerGas: bigint
}
