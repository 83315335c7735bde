import { createChain } from '@openledger/chain/clients/createChain.ts'
import { DEV_CHAIN_ID } from '@openledger/chain/clients/devChainId.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher, type Publisher, type PublisherStep } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { FINALITY } from './plan.ts'

/** How long one exchange with the RPC may take in the runs, in ms. */
export const RPC_TIMEOUT_MS = 250

/** A publisher as every process of a run opens it: the same key, the same journal, short waits. */
export async function openSender(options: {
  readonly rpcUrl: string
  readonly addresses: ContractAddresses
  readonly privateKey: Hex
  readonly journal: string
  readonly receiptTimeout_ms?: number
  readonly onStep?: (step: PublisherStep, key: string) => void
}): Promise<Publisher> {
  const { rpcUrl, addresses, privateKey, onStep, receiptTimeout_ms = 2_500 } = options
  const { client, chainId } = createChain({ rpcUrl, chainId: DEV_CHAIN_ID, addresses, timeout_ms: RPC_TIMEOUT_MS })
  return createPublisher({
    journal: await createFileJournal(options.journal),
    account: privateKeyToAccount(privateKey),
    client,
    chainId,
    logger: silentLogger,
    finalityDepth: FINALITY,
    receiptTimeout_ms,
    settleTimeout_ms: 300,
    raiseAfter_ms: 150,
    pollInterval_ms: 20,
    ...(onStep === undefined ? {} : { onStep }),
  })
}
