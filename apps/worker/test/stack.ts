import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { approveCode } from '@openledger/chain/deploy/approveCode.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { createContents } from '@openledger/db/contents/createContents.ts'
import { createFolderDataStore } from '@openledger/db/dataStore/folderDataStore.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { silentLogger as silentEngine } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { storeSettingsSchema } from '@openledger/engine/store/storeSettings.ts'
import { createWalletClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { createEpochChain } from '../src/chain/createEpochChain.ts'
import type { WorkerDeps } from '../src/workerDeps.ts'
import { accounts, addressOf } from './accounts.ts'
import { sha256Of } from './sha256Of.ts'

const root = resolve(import.meta.dirname, '../../..')
const chainId = 31337

/** Seconds of the challenge window on the tests' chain. */
export const window_s = 60

/** The real parts that a worker stands on, in a folder of their own. */
export type Stack = Awaited<ReturnType<typeof startStack>>

/**
 * Starts chain, contracts, database, engine and DataStore for one test file.
 *
 * @param options.adaptersDir trained adapters are kept there from run to run (OPENLEDGER_TEST_MODELS, else .models/test).
 */
export async function startStack(
  options: { readonly adaptersDir?: string; readonly committeeSize?: number; readonly committeeStep_s?: number } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-worker-'))
  const modelsDir = options.adaptersDir ?? process.env['OPENLEDGER_TEST_MODELS'] ?? join(root, '.models/test')
  const file = join(root, '.models/smollm2-135m-instruct-q4_1.gguf')
  const baseModel = { id: 'smollm2-135m-instruct', file, sha256: `0x${await sha256Of(file)}` as Hex32 }
  const [anvil, database, engine] = await Promise.all([
    startAnvil({ logFile: join(folder, 'anvil.log') }),
    openDatabase({ url: await freshDatabase() }),
    startEngineProcess({
      base: { id: baseModel.id, path: file },
      threads: 1,
      contextSize: 2048,
      sequences: 1,
      gpu: 'off',
      logger: silentEngine,
    }),
  ])
  const walletClient = createWalletClient({ account: accounts.deployer, chain: foundry, transport: http(anvil.rpcUrl) })
  const publicClient = createChain({ rpcUrl: anvil.rpcUrl, chainId, addresses: noAddresses }).client
  const params = deployParamsSchema.parse({
    holder: addressOf('deployer'),
    owner: addressOf('deployer'),
    challengeWindow_s: window_s,
    withdrawalDelay_s: 30,
    priceDelay_s: 0,
    minimumBond: String(10n ** 21n),
    bondShareBps: 1000,
    answerWindow_s: 30,
    committeeSize: options.committeeSize,
    committeeStep_s: options.committeeStep_s,
  })
  const addresses = await deployContracts({ walletClient, publicClient, params })
  await approveCode({ walletClient, publicClient, settlement: addresses.settlement, codeHash: RULES_CODE_HASH })
  const chain = createChain({ rpcUrl: anvil.rpcUrl, chainId, addresses })
  const publisherOf = () =>
    createPublisher({
      journal: createTransactionJournal(database.db),
      account: accounts.operator,
      client: chain.client,
      chainId,
      logger: silentLogger,
    })
  const dataStore = createFolderDataStore(join(folder, 'data'))
  const deps: WorkerDeps = {
    db: database.db,
    contents: createContents(new Uint8Array(32).fill(7)),
    dataStore,
    engine,
    trainer: { python: join(root, '.venv/bin/python'), folder: join(root, 'trainer'), threads: 2 },
    chain: createEpochChain({
      client: chain.client,
      addresses,
      operator: addressOf('operator'),
      publisher: publisherOf(),
    }),
    chainReader: await createChainReader({ rpcUrl: anvil.rpcUrl, chainId, addresses }),
    chainId,
    settlement: addresses.settlement,
    operator: addressOf('operator'),
    baseModel,
    modelsDir,
    adapterStore: storeSettingsSchema.parse({}),
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  }
  return {
    folder,
    root,
    anvil,
    chain,
    database,
    dataStore,
    engine,
    deps,
    stop: async () => {
      await engine.close()
      await database.close()
      await anvil.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const nobody = `0x${'0'.repeat(40)}` as const
const noAddresses = {
  openToken: nobody,
  datanetRegistry: nobody,
  modelRegistry: nobody,
  paymentEscrow: nobody,
  settlement: nobody,
  bondVault: nobody,
  challenges: nobody,
  recordDisputes: nobody,
  staking: nobody,
  committee: nobody,
  trainingFees: nobody,
  datanetRatings: nobody,
  deployBlock: 0,
}
