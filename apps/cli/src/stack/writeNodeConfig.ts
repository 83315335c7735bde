import { join } from 'node:path'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { ensureContracts } from '@openledger/chain/deploy/addressesFile.ts'
import { approveCode } from '@openledger/chain/deploy/approveCode.ts'
import { openDeploySender } from '@openledger/chain/deploy/createDeploySender.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import { ensureAccount } from '../home/accounts.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { writeJsonFile } from '../home/jsonFile.ts'
import { chooseDatabase } from './chooseDatabase.ts'
import { devAccount, devClients } from './devAccount.ts'
import { readModelFiles } from './modelFiles.ts'

/** The development chain's contracts: short waits, the same checks. */
const devParams = {
  challengeWindow_s: 3_600,
  withdrawalDelay_s: 600,
  priceDelay_s: 60,
  minimumBond: (1_000n * 10n ** 18n).toString(),
  bondShareBps: 1_000,
  committeeSize: 3,
  committeeStep_s: 900,
}

/** OPEN that the operator of the development chain starts with, for its bonds, wei. */
const OPERATOR_OPEN = 1_000_000n * 10n ** 18n

/** Where a vLLM server is, and the key that it asks for. */
export type VllmAddress = { readonly url: string; readonly apiKey?: string }

/** Calls side by side on a vLLM server, which batches them. */
const CALLS_ON_VLLM = 32

/** What of it lends to calls that wallets pay for by x402. Gas is free here: what they don't use goes back to the wei. */
const X402 = { float: (100n * 10n ** 18n).toString(), returnMinimum: '1' }

/**
 * Makes a fresh development chain ready for a node, or finds it so: contracts, approved rules, an operator with gas
 * and OPEN for bonds; then writes the node's configuration. Every step may be repeated.
 */
export async function writeNodeConfig(options: {
  readonly paths: HomePaths
  readonly root: string
  readonly rpcUrl: string
  readonly port: number
  /** A PostgreSQL database for the books of a new state folder. */
  readonly databaseUrl: string | undefined
  /** A vLLM server that answers in the engine's place. */
  readonly vllm: VllmAddress | undefined
  readonly report: (line: string) => void
}): Promise<void> {
  const { paths, root, rpcUrl, report } = options
  const databaseUrl = await chooseDatabase(paths, options.databaseUrl)
  const { walletClient, publicClient, chainId } = devClients(rpcUrl)
  const dev = toAddress(devAccount.address)
  const params = deployParamsSchema.parse({ ...devParams, holder: dev, owner: dev })
  const addresses = await ensureContracts({
    walletClient,
    publicClient,
    params,
    file: paths.addresses,
    send: openDeploySender(join(paths.chain, 'deploy.journal.json'), {
      account: devAccount,
      client: publicClient,
      chainId,
    }),
    onStep: ({ name, address, created }) => created && report(`deployed ${name} at ${address}`),
  })
  await approveCode({ walletClient, publicClient, settlement: addresses.settlement, codeHash: RULES_CODE_HASH })
  const operator = await ensureAccount(paths.keys, 'operator')
  const operatorAddress = toAddress(operator.account.address)
  await fundDevAccount({ rpcUrl, account: operatorAddress, balance_wei: 1_000n * 10n ** 18n })
  const faucet = createUserWallet({ chain: createChain({ rpcUrl, chainId, addresses }), account: devAccount })
  await transferOpen(faucet, { to: operatorAddress, balanceAtLeast: OPERATOR_OPEN })
  const models = await readModelFiles(root)
  await writeJsonFile(paths.config, {
    home: paths.home,
    databaseUrl,
    rpcUrl,
    chainId,
    addresses,
    operatorKeyFile: join(paths.keys, 'operator.json'),
    host: '127.0.0.1',
    port: options.port,
    baseModel: models.base,
    embeddingModel: models.embedding,
    python: join(root, '.venv', 'bin', 'python'),
    trainerFolder: join(root, 'trainer'),
    webFolder: join(root, 'apps', 'web', 'dist'),
    devChain: true,
    x402: X402,
    ...(options.vllm === undefined ? {} : { vllm: options.vllm, concurrentCalls: CALLS_ON_VLLM }),
  })
}
