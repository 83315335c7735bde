import { setTimeout as sleep } from 'node:timers/promises'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createIndexer } from '@openledger/chain/indexer/createIndexer.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { signingAccount } from '@openledger/core/eip712/signingAccount.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hexSchema } from '@openledger/core/primitives/hex.ts'
import { createIndexerStore } from '@openledger/db/chain/indexerStore.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import { createFolderDataStore } from '@openledger/db/dataStore/folderDataStore.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { z } from 'zod'
import { recoverCalls } from '../src/calls/recoverCalls.ts'
import { settleCall } from '../src/calls/settleCall.ts'
import { createGatewayChain } from '../src/createGatewayChain.ts'
import { createIndexerHandlers } from '../src/indexer/createIndexerHandlers.ts'
import { createX402 } from '../src/x402/createX402.ts'
import { createX402Chain } from '../src/x402/createX402Chain.ts'
import { walletPayer } from '../src/x402/walletPayer.ts'
import { ledgerServices, preparedCall } from './paidChannel.ts'

export const killJobSchema = z.object({
  databaseUrl: z.string(),
  folder: z.string(),
  rpcUrl: z.string(),
  addresses: contractAddressesSchema,
  operatorKey: hexSchema,
  /** The header payment-signature. */
  header: z.string(),
  /** The step at which the process kills itself; none for a run to the end. */
  killAt: z.string().nullable(),
})

/** Serves one request that is paid by x402, engine left out, and waits until its payment is settled for good. */
const job = killJobSchema.parse(JSON.parse(process.argv[2] ?? ''))
const killAt = async (step: string) => {
  if (step === job.killAt) process.kill(process.pid, 'SIGKILL')
}
const opened = await openDatabase({ url: job.databaseUrl })
const { db } = opened
const chain = createChain({ rpcUrl: job.rpcUrl, chainId: 31337, addresses: job.addresses })
const operator = signingAccount(job.operatorKey)
const silent = () => {}
const logger = { debug: silent, info: silent, warn: silent, error: silent }
const publisher = createPublisher({
  journal: createTransactionJournal(db),
  account: operator,
  client: chain.client,
  chainId: 31337,
  logger: silentLogger,
  onStep: (step, key) => killAt(key.startsWith('x402:return:') ? `return ${step}` : `payment ${step}`),
})
await publisher.reconcile()
await recoverCalls({ db, clock: Date, logger })
const services = {
  ...ledgerServices(opened),
  chain: createGatewayChain(chain),
  operator,
  sealingSecret: new Uint8Array(32).fill(9),
  publisher,
  logger,
}
const x402 = await createX402(
  services,
  {
    chain: createX402Chain(chain),
    float: 10n ** 18n,
    returnMinimum: 1n,
    openMax: 4,
    unusedAfter_s: 3_600,
    timeout_s: 60,
    finalityDepth: 0,
    sweepEvery_ms: 50,
    onStep: killAt,
  },
  { track: silent },
)
const indexer = createIndexer({
  client: chain.client,
  addresses: job.addresses,
  store: createIndexerStore(db),
  handlers: createIndexerHandlers({
    dataStore: createFolderDataStore(job.folder),
    contents: createContents(new Uint8Array(32)),
  }),
  logger: silentLogger,
})
for (; (await x402.house.free()) === 0n; await sleep(20)) await indexer.sync()
const prepared = preparedCall()
const headers = new Headers({ 'payment-signature': job.header })
const request = { url: 'http://gateway/v1/chat/completions', bytes: new Uint8Array(2), headers }
const payer = await walletPayer(
  { ...services, x402 },
  { ...request, answerHeaders: new Headers(), cut: new AbortController().signal },
)
let outcome = 'answered'
try {
  await payer.pay?.([prepared], async () => silent)
  const { calls, earlier } = await payer.reserve([prepared], silent)
  payer.leave()
  if (earlier === undefined) {
    await settleCall(services, calls[0], { answer: 'four', outputTokens: 4, finish: 'stop' })
    await killAt('ended')
    payer.onEnd()
  } else outcome = 'repeated'
} catch (error) {
  outcome = OpenLedgerError.find(error)?.code ?? String(error)
}
for (let round = 0; round < 5; round++) {
  await x402.sweep()
  await sleep(50)
}
process.stdout.write(outcome, () => process.exit(0))
