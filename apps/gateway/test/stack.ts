import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { createIndexer } from '@openledger/chain/indexer/createIndexer.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher, type Publisher } from '@openledger/chain/publisher/createPublisher.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { signingAccount } from '@openledger/core/eip712/signingAccount.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { createIndexerStore } from '@openledger/db/chain/indexerStore.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { type Contents, createContents } from '@openledger/db/contents/createContents.ts'
import { createFolderDataStore } from '@openledger/db/dataStore/folderDataStore.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import type { OpenedDatabase } from '@openledger/db/openedDatabase.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { silentLogger as silentEngine } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import type { Tracer } from '@opentelemetry/api'
import { bytesToHex, createPublicClient, createWalletClient, http } from 'viem'
import { mnemonicToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { createGateway } from '../src/createGateway.ts'
import { createGatewayChain } from '../src/createGatewayChain.ts'
import type { GatewayDeps, GatewayJobs } from '../src/gatewayDeps.ts'
import { createIndexerHandlers } from '../src/indexer/createIndexerHandlers.ts'
import { createLogTail } from '../src/operator/createLogTail.ts'

const mnemonic = 'test test test test test test test test test test test junk'
const models = resolve(import.meta.dirname, '../../../.models')
const chainId = 31337
/** Calls that the engine answers at once. */
const SEQUENCES = 2

export const BASE_MODEL = 'smollm2-135m-instruct'
export const EMBEDDING_MODEL = 'all-minilm-l6-v2'

/** Development account `index` (0 to 9), with ether for gas; account 0 holds all OPEN, 1 is the operator. */
export const testAccount = (index: number) => mnemonicToAccount(mnemonic, { addressIndex: index })

/** What a queue that works stands on. */
export type StackParts = {
  readonly database: OpenedDatabase
  readonly contents: Contents
  readonly dataStore: DataStore
  readonly engine: Engine
  readonly chain: Chain
  readonly publisher: Publisher
  readonly folder: string
  readonly rpcUrl: string
  readonly operator: PrivateKeyAccount
  readonly baseModel: { readonly id: string; readonly file: string; readonly sha256: Hex32 }
}

/** Everything real, started once for all suites. */
export type Stack = Awaited<ReturnType<typeof startStack>>

/**
 * Starts chain, contracts, database, engine and gateway, and serves it on a free port.
 *
 * @param options.watch puts something between the gateway and its engine
 * @param options.concurrent calls that are let in side by side; as many as the engine answers unless given
 * @param options.tracer records the calls
 * @param options.databaseUrl a PostgreSQL database; the embedded one unless given
 * @param options.jobs makes a queue that works; without it what is handed over is kept to be looked at
 */
export async function startStack(
  options: {
    readonly watch?: (engine: Engine) => Engine
    readonly databaseUrl?: string
    readonly concurrent?: number
    readonly tracer?: Tracer
    readonly jobs?: (parts: StackParts) => Promise<GatewayJobs & { stop(): Promise<void> }>
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-gateway-'))
  const file = join(models, 'smollm2-135m-instruct-q4_1.gguf')
  const [anvil, database, engine, baseSha256] = await Promise.all([
    startAnvil({ logFile: join(folder, 'anvil.log') }),
    openDatabase({ url: options.databaseUrl }),
    startEngineProcess({
      base: { id: BASE_MODEL, path: file },
      embedder: { id: EMBEDDING_MODEL, path: join(models, 'minilm-l6-v2.gguf') },
      contextSize: 2048,
      sequences: SEQUENCES,
      threads: 1,
      gpu: 'off',
      logger: silentEngine,
    }),
    readFile(file).then((bytes) => createHash('sha256').update(bytes).digest('hex')),
  ])
  const embedder = engine.capabilities().embedding
  if (embedder === undefined) throw new Error('The engine has no embedding model.')
  const owner = testAccount(0)
  const operator = signingAccount(bytesToHex(testAccount(1).getHdKey().privateKey ?? new Uint8Array()))
  const transport = http(anvil.rpcUrl)
  const holder = toAddress(owner.address)
  const addresses = await deployContracts({
    walletClient: createWalletClient({ account: owner, chain: foundry, transport }),
    publicClient: createPublicClient({ chain: foundry, transport, pollingInterval: 50 }),
    params: deployParamsSchema.parse({
      holder,
      owner: holder,
      challengeWindow_s: 60,
      withdrawalDelay_s: 30,
      priceDelay_s: 3_600,
      minimumBond: '1000',
      bondShareBps: 1000,
    }),
  })
  const chain = createChain({ rpcUrl: anvil.rpcUrl, chainId, addresses })
  const { db, run } = database
  const contents = createContents(createHash('sha256').update('a third secret of these tests').digest())
  const dataStore = createFolderDataStore(join(folder, 'data'))
  const sending = { journal: createTransactionJournal(db), client: chain.client, chainId, logger: silentLogger }
  const publisherOf: GatewayDeps['publisherOf'] = (account) => createPublisher({ ...sending, account })
  const publisher = createPublisher({ ...sending, account: operator })
  const indexer = createIndexer({
    client: chain.client,
    addresses,
    store: createIndexerStore(db),
    handlers: createIndexerHandlers({ dataStore, contents }),
    logger: silentLogger,
  })
  const enqueued: { name: string; data: object; id?: string | undefined }[] = []
  const logs: object[] = []
  const logTail = createLogTail()
  const log = (facts: object, event: string) => {
    logs.push({ ...facts, event })
    logTail.write(
      JSON.stringify({ ...facts, level: 30, msg: event }, (_, value: unknown) =>
        typeof value === 'bigint' ? `${value}` : value,
      ),
    )
  }
  const origins: string[] = []
  const baseModel = { id: BASE_MODEL, file, sha256: `0x${baseSha256}` as const }
  const parts = {
    database,
    contents,
    dataStore,
    engine,
    chain,
    publisher,
    folder,
    rpcUrl: anvil.rpcUrl,
    operator,
    baseModel,
  }
  const working = await options.jobs?.(parts)
  const deps: GatewayDeps = {
    db,
    run,
    chain: createGatewayChain(chain),
    publisher,
    publisherOf,
    engine: options.watch?.(engine) ?? engine,
    dataStore,
    uploadsFolder: join(folder, 'uploads'),
    // The queue's own tests are the worker's; what is handed to it is looked at here.
    jobs: working ?? {
      enqueue: async (name, data, options) => {
        enqueued.push({ name, data, id: options?.id })
        return options?.id ?? ''
      },
    },
    capacity: { concurrent: options.concurrent ?? SEQUENCES, waiting: 256 },
    operator,
    sealingSecret: createHash('sha256').update('a secret of these tests').digest(),
    accountSecret: createHash('sha256').update('another secret of these tests').digest(),
    contents,
    origins: () => origins,
    models: {
      base: { id: BASE_MODEL, hash: `0x${baseSha256}` },
      embedding: { id: EMBEDDING_MODEL, hash: `0x${embedder.sha256}` },
      modelsDir: folder,
      defaultMaxTokens: 32,
    },
    codeHash: ZERO_HEX32,
    versions: { gateway: '0.1.0' },
    tracer: options.tracer,
    logger: { debug: log, info: log, warn: log, error: log },
    logTail,
    clock: Date,
  }
  const gateway = await createGateway(deps)
  const server = await listen(gateway.app.fetch)
  const { port } = new URL(server.url)
  origins.push(`http://localhost:${port}`, server.url)
  const wallet = (index: number): UserWallet => createUserWallet({ chain, account: testAccount(index) })
  return {
    anvil,
    chain,
    db,
    deps,
    engine,
    enqueued,
    logs,
    indexer,
    publisher,
    contents,
    wallet,
    url: server.url,
    stop: async () => {
      server.close()
      await working?.stop()
      await gateway.close({ patience_ms: 0 })
      await engine.close()
      await database.close()
      await anvil.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Serves a gateway on a free port of the loopback. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<{ url: string; close: () => void }> {
  return new Promise((resolve) => {
    const server: ServerType = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      resolve({ url: `http://127.0.0.1:${port}`, close: () => void server.close() })
    })
  })
}
