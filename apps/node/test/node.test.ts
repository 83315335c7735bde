import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Anvil, startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { infoSchema } from '@openledger/core/api/info.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import { createWalletClient, http } from 'viem'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startPostgres } from '../../../packages/db/test/startPostgres.ts'
import { readNodeConfig } from '../src/nodeConfig.ts'

const root = resolve(import.meta.dirname, '../../..')
const main = join(root, 'apps/node/src/main.ts')
const modelsSchema = z.object({
  base: z.object({ id: z.string(), file: z.string(), sha256: z.string() }),
  embedding: z.object({ id: z.string(), file: z.string() }),
})
const deployer = mnemonicToAccount('test test test test test test test test test test test junk')

let folder: string
let anvil: Anvil
let config: string
let operatorKey: `0x${string}`
let child: ChildProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-node-'))
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  const nobody = toAddress(deployer.address)
  const none = {
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
  const publicClient = createChain({ rpcUrl: anvil.rpcUrl, chainId: 31337, addresses: none }).client
  const walletClient = createWalletClient({ account: deployer, chain: foundry, transport: http(anvil.rpcUrl) })
  const params = {
    holder: nobody,
    owner: nobody,
    challengeWindow_s: 60,
    withdrawalDelay_s: 30,
    priceDelay_s: 0,
    minimumBond: '1',
    bondShareBps: 0,
  }
  const addresses = await deployContracts({ walletClient, publicClient, params: deployParamsSchema.parse(params) })
  operatorKey = generatePrivateKey()
  await writeFile(join(folder, 'operator.json'), JSON.stringify({ privateKey: operatorKey }), { mode: 0o600 })
  const models = modelsSchema.parse(JSON.parse(readFileSync(join(root, '.models/models.json'), 'utf8')))
  config = join(folder, 'config.json')
  await writeFile(
    config,
    JSON.stringify({
      home: '.',
      rpcUrl: anvil.rpcUrl,
      chainId: 31337,
      addresses,
      operatorKeyFile: 'operator.json',
      baseModel: { ...models.base, file: join(root, '.models', models.base.file) },
      embeddingModel: { ...models.embedding, file: join(root, '.models', models.embedding.file) },
      python: join(root, '.venv/bin/python'),
      trainerFolder: join(root, 'trainer'),
      x402: { float: '1000', returnMinimum: '1' },
    }),
  )
}, 120_000)

afterAll(async () => {
  child?.kill('SIGKILL')
  await anvil?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts the node's process and waits for its run file. */
async function startProcess(from = config): Promise<{ url: string; pid: number }> {
  const process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--config', from], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child = process_
  let log = ''
  process_.stderr.on('data', (bytes) => {
    log += String(bytes)
  })
  for (let tries = 0; tries < 1_000; tries++) {
    if (process_.exitCode !== null) throw new Error(`the node ended: ${log}`)
    const file = join(folder, 'run/node.json')
    const run = existsSync(file)
      ? z.object({ pid: z.int(), url: z.url() }).parse(JSON.parse(readFileSync(file, 'utf8')))
      : undefined
    if (run?.pid === process_.pid) return { url: run?.url ?? '', pid: run?.pid ?? 0 }
    await sleep(100)
  }
  throw new Error(`the node did not get ready: ${log}`)
}

/** Processes that the process started, and theirs. */
function descendants(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number) : []
  return children.flatMap((childPid) => [childPid, ...descendants(childPid)])
}

test('starts, answers, survives kill -9 without leaving children, stops gracefully on SIGTERM', async () => {
  const first = await startProcess()
  const info = infoSchema.parse(await (await fetch(`${first.url}/v1/info`)).json())
  expect(info).toMatchObject({ codeHash: RULES_CODE_HASH, operator: toAddress(privateKeyToAddress(operatorKey)) })
  expect(info.embeddingModel).toMatchObject({ hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
  // Payments are taken; the float waits until the operator has OPEN.
  expect(await (await fetch(`${first.url}/llms.txt`)).text()).toContain('payment-required')
  const children = descendants(first.pid)
  expect(children.length).toBeGreaterThan(0)
  process.kill(first.pid, 'SIGKILL')
  for (let tries = 0; tries < 100 && children.some((pid) => existsSync(`/proc/${pid}`)); tries++) await sleep(100)
  expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])

  const second = await startProcess()
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200)
  const ended = once(child ?? process, 'exit')
  process.kill(second.pid, 'SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(existsSync(join(folder, 'run/node.json'))).toBe(false)
}, 240_000)

test('on PostgreSQL: ends at once when the server dies, and goes on when it is back', async () => {
  const server = await startPostgres()
  try {
    const file = join(folder, 'postgres.json')
    const databaseUrl = await server.createDatabase('node')
    await writeFile(file, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), databaseUrl }), { mode: 0o600 })
    await startProcess(file)
    const ended = once(child ?? process, 'exit')
    await server.killAndRestart()
    // Another node could have the database by now.
    expect(await ended).toEqual([1, null])
    const again = await startProcess(file)
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200)
    const stopped = once(child ?? process, 'exit')
    process.kill(again.pid, 'SIGTERM')
    expect(await stopped).toEqual([0, null])
  } finally {
    await server.stop()
  }
}, 240_000)

test('a configuration that is wrong is named, field by field', async () => {
  const file = join(folder, 'wrong.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), rpcUrl: 'nowhere', more: 1 }))
  await expect(readNodeConfig(file)).rejects.toMatchObject({
    code: 'NODE_CONFIG_INVALID',
    message: expect.stringContaining('rpcUrl'),
  })
  await expect(readNodeConfig(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'NODE_CONFIG_INVALID' })
})
