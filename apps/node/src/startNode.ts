import { hkdfSync } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { assertChain } from '@openledger/chain/clients/assertChain.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { chainErrors } from '@openledger/chain/errors.ts'
import { createIndexer, type Indexer } from '@openledger/chain/indexer/createIndexer.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { vaultOf } from '@openledger/chain/reader/vaultOf.ts'
import { signingAccount } from '@openledger/core/eip712/signingAccount.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import { bindLedger } from '@openledger/db/bindLedger.ts'
import { createIndexerStore } from '@openledger/db/chain/indexerStore.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { contentSecret, createContents } from '@openledger/db/contents/createContents.ts'
import { createFolderDataStore } from '@openledger/db/dataStore/folderDataStore.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { createGateway } from '@openledger/gateway/createGateway.ts'
import { createGatewayChain } from '@openledger/gateway/createGatewayChain.ts'
import { createIndexerHandlers } from '@openledger/gateway/indexer/createIndexerHandlers.ts'
import { enqueueWaiting } from '@openledger/gateway/jobs/trackedJobs.ts'
import type { LogTail } from '@openledger/gateway/operator/createLogTail.ts'
import { sweepReviews } from '@openledger/gateway/reviews/sweepReviews.ts'
import { readWebFiles } from '@openledger/gateway/web/readWebFiles.ts'
import { serveWeb } from '@openledger/gateway/web/serveWeb.ts'
import { createX402Chain } from '@openledger/gateway/x402/createX402Chain.ts'
import type { X402Options } from '@openledger/gateway/x402/x402Options.ts'
import { createEpochChain } from '@openledger/worker/chain/createEpochChain.ts'
import { createWorker } from '@openledger/worker/createWorker.ts'
import type { Logger } from 'pino'
import { type Hex, hexToBytes } from 'viem'
import { eventFirst } from './createLogger.ts'
import { listen } from './listen.ts'
import type { NodeConfig } from './nodeConfig.ts'
import { openTracing } from './openTracing.ts'
import { readOperatorKey } from './readOperatorKey.ts'
import { writeRunFile } from './runFile.ts'
import { startEngine } from './startEngine.ts'

/** How long callers may still get their answers once the node stops, ms; then they are cut. */
const DRAIN_ms = 30_000
/** Answer tokens of a request that sets no maximum. */
const defaultMaxTokens = 256

/** How long a payer by x402 is given, s, and how often what is left over is looked after, ms. */
const PAYMENT_s = 300
const SWEEP_ms = 15_000

/** A node that answers. */
export type Node = {
  readonly url: string
  /** Lets open calls settle, stops the jobs (the next start takes them up) and closes everything. */
  stop(): Promise<void>
}

/**
 * Puts a node together: database, chain, engine, worker and gateway in one process; engine and trainer are its
 * children and end with it. In this order, so that what a dead process left is put right before anything new starts:
 * transactions sent again, chain read up to now, open calls released, jobs and epochs taken up, then the doors open.
 *
 * @param onLost told when another node may have the database by now: the process has to end at once
 * @param logTail the log's last lines, which the operator may read
 * @throws NODE_*, DB_*, CHAIN_*, ENGINE_*
 */
export async function startNode(
  config: NodeConfig,
  logger: Logger,
  onLost: (reason: Error) => void,
  logTail?: LogTail,
): Promise<Node> {
  const closers: (() => Promise<unknown> | undefined)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) {
      await Promise.resolve(close()).catch((error: unknown) => logger.warn({ error: String(error) }, 'stopping'))
    }
  }
  try {
    const url = await start(config, logger, onLost, closers, logTail)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  config: NodeConfig,
  logger: Logger,
  onLost: (reason: Error) => void,
  closers: (() => Promise<unknown> | undefined)[],
  logTail: LogTail | undefined,
): Promise<string> {
  const { home, chainId, rpcUrl, addresses } = config
  const key = await readOperatorKey(config.operatorKeyFile)
  const account = signingAccount(key)
  const operator = toAddress(account.address)
  const modelsDir = join(home, 'models')
  await mkdir(modelsDir, { recursive: true })

  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: join(home, 'db'),
    logger: { warn: (message) => logger.warn(message) },
    onLost,
  })
  closers.push(database.close)
  const { db, run } = database
  await bindLedger(db, { chainId: BigInt(chainId), settlement: addresses.settlement, operator })
  const starting = startEngine(config, logger)
  starting.catch(() => undefined) // awaited below; the chain may fail first
  closers.push(async () => (await starting).close())

  const { compareRpcUrl: compareUrl, checkBlocks, finalityDepth } = config
  const chain = createChain({ rpcUrl, compareUrl, chainId, addresses })
  await assertChain(chain)
  const chainLogger = eventFirst(logger, 'chain')
  const { client } = chain
  const sending = {
    journal: createTransactionJournal(db),
    client,
    chainId,
    logger: chainLogger,
    checkBlocks,
    ...(config.devChain ? {} : { finalityDepth }),
  }
  const publisher = createPublisher({ ...sending, account })
  await publisher.reconcile()

  const dataStore = createFolderDataStore(join(home, 'data'))
  const contents = createContents(contentSecret(hexToBytes(key)))
  const handlers = createIndexerHandlers({ dataStore, contents })
  const sendAgain = () => {
    publisher
      .reconcile()
      .catch((error: unknown) => logger.warn({ error: String(error) }, 'sending again what the chain forgot'))
  }
  const store = createIndexerStore(db)
  const vaults = [await vaultOf(chain, operator)]
  const following = { checkBlocks, finalityDepth, acceptReorg: config.acceptReorg, devChain: config.devChain }
  const reading = { client, chainId, addresses, vaults, store, handlers, logger: chainLogger }
  const indexer = createIndexer({ ...reading, ...following, onRewind: sendAgain })
  await syncOrHalt(indexer, logger)
  const indexing = new AbortController()
  const indexed = indexer.run(indexing.signal)
  closers.push(async () => {
    indexing.abort()
    await indexed
  })

  const engine = await starting
  const baseHash: Hex = `0x${config.baseModel.sha256}`
  const embedder = engine.capabilities().embedding
  const embedding = embedder && { id: embedder.id, hash: `0x${embedder.sha256}` as const }
  const worker = await createWorker(
    {
      db,
      dataStore,
      contents,
      engine,
      trainer: { python: config.python, folder: config.trainerFolder, threads: config.trainerThreads },
      chain: createEpochChain({ client, addresses, operator, publisher, trouble: indexer.trouble }),
      chainReader: await createChainReader({ rpcUrl, compareUrl, chainId, addresses }),
      chainId,
      settlement: addresses.settlement,
      operator,
      baseModel: { id: config.baseModel.id, file: config.baseModel.file, sha256: baseHash },
      modelsDir,
      adapterStore: config.adapterStore,
      logger,
    },
    database.queue,
    { sweepReviews: () => sweepReviews({ db, clock: Date, contents }) },
  )
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', hexToBytes(key), '', purpose, 32))
  let origins = config.origins ?? []
  const tracing = config.traces && openTracing(config.traces)
  closers.push(async () => tracing?.close())
  const gateway = await createGateway({
    db,
    run,
    chain: { ...createGatewayChain(chain), trouble: indexer.trouble, ...(config.devChain ? {} : { finalityDepth }) },
    publisher,
    publisherOf: (kept) => createPublisher({ ...sending, account: kept }),
    gasLimits: config.keptGas,
    engine,
    dataStore,
    uploadsFolder: join(home, 'uploads'),
    jobs: worker,
    capacity: { concurrent: config.concurrentCalls, waiting: config.waitingCalls },
    operator: account,
    sealingSecret: derive('openledger session signers'),
    accountSecret: derive('openledger account keys'),
    contents,
    origins: () => origins,
    models: { base: { id: config.baseModel.id, hash: baseHash }, embedding, modelsDir, defaultMaxTokens },
    codeHash: RULES_CODE_HASH,
    x402Options: x402OptionsOf(config, chain),
    tracer: tracing?.tracer,
    versions: { gateway: '0.1.0', node: process.version },
    logger,
    logTail,
    clock: { now: Date.now },
  })
  await worker.start()
  closers.push(worker.stop)
  await enqueueWaiting({ db, jobs: worker })
  const web = serveWeb(config.webFolder === undefined ? new Map() : await readWebFiles(config.webFolder), rpcUrl)
  const server = await listen(async (request, connection) => {
    const response = web.file(request) ?? (await gateway.app.fetch(request, connection))
    return response.status === 404 ? (web.page(request) ?? response) : response
  }, config)
  const { port } = new URL(server.url)
  origins = config.origins ?? [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  closers.push(async () => {
    server.stopAccepting()
    await gateway.close({ patience_ms: DRAIN_ms })
    await server.close()
  })
  closers.push(await writeRunFile(home, server.url))
  return server.url
}

/** How payments by x402 are taken, with the habits of the publisher. */
function x402OptionsOf({ x402, devChain, finalityDepth }: NodeConfig, chain: Chain): X402Options | undefined {
  if (x402 === undefined) return undefined
  const { openPayments: openMax, ...rest } = x402
  const times = { timeout_s: PAYMENT_s, sweepEvery_ms: SWEEP_ms }
  return { ...rest, ...times, openMax, chain: createX402Chain(chain), finalityDepth: devChain ? 0 : finalityDepth }
}

/**
 * Reads the chain up to now. After a reorganisation below the finality depth the node starts all the same, so that it
 * can say why it pays nothing: jobs that pay refuse.
 */
async function syncOrHalt(indexer: Indexer, logger: Logger): Promise<void> {
  try {
    await indexer.sync()
  } catch (error) {
    if (OpenLedgerError.find(error)?.code !== chainErrors.CHAIN_REORG_TOO_DEEP.code) throw error
    logger.error({ code: chainErrors.CHAIN_REORG_TOO_DEEP.code, reason: String(error) }, 'payouts are stopped')
  }
}
