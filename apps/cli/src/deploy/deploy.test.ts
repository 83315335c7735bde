import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type Anvil, startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { createPlainClient } from '@openledger/chain/clients/createPlainClient.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { deployPlan } from '@openledger/chain/deploy/deployPlan.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../runCli.ts'

const root = resolve(import.meta.dirname, '../../../..')
const CHAIN = 4242
const key = generatePrivateKey()
const account = privateKeyToAccount(key)
const owner = account.address.toLowerCase()
const given = {
  holder: owner,
  owner,
  challengeWindow_s: 72 * 3600,
  withdrawalDelay_s: 86_400,
  priceDelay_s: 3_600,
  minimumBond: '1000000000000000000000',
  bondShareBps: 1_000,
}

let folder: string
let anvil: Anvil
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-deploycli-'))
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log'), chainId: CHAIN })
  await callRpc(anvil.rpcUrl, 'anvil_setBalance', [account.address, '0x8ac7230489e80000'])
  writeFileSync(join(folder, 'params.json'), JSON.stringify(given))
}, 30_000)
afterAll(async () => {
  await anvil.stop()
  rmSync(folder, { recursive: true, force: true })
})

const command = (args: readonly string[]) => ['deploy', '--rpc', anvil.rpcUrl, '--chain', String(CHAIN), ...args]
const pathOf = (name: string) => join(folder, name)

/** What a run of the command came to. */
type Run = { readonly code: number | null; readonly out: string; readonly progress: string }

/** Runs the command in this process. */
async function deploy(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const parts = { out: '', progress: '' }
  const sink = (name: keyof typeof parts) =>
    new Writable({
      write: (part: Buffer, _, done) => {
        parts[name] += part.toString()
        done()
      },
    })
  const signal = new AbortController().signal
  const code = await runCli({
    argv: command(args),
    env,
    root,
    stdout: sink('out'),
    stderr: sink('progress'),
    signal,
  })
  return { code, ...parts }
}

/** Runs the command in a process of its own, which is killed when it has created so many contracts. */
async function deployUntilKilled(args: readonly string[], env: Record<string, string>, contracts: number) {
  const main = join(root, 'apps/cli/src/main.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...command(args)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let created = 0
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.startsWith('created') && ++created === contracts) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
}
const params = () => ['--params', pathOf('params.json')]
const client = () => createPlainClient(anvil.rpcUrl, CHAIN)

test('a dry run tells contracts, addresses, gas and cost, and sends nothing', async () => {
  const before = await client().getBlockNumber({ cacheTime: 0 })
  const { code, out } = await deploy([...params(), '--dry', '--json'])
  expect(code).toBe(0)
  const text = z.string()
  const step = z.object({ name: text, address: text, missing: z.boolean(), gas: z.coerce.bigint() })
  const dry = z.object({ steps: z.array(step), gas: z.coerce.bigint(), cost: z.coerce.bigint() }).parse(JSON.parse(out))
  const plan = deployPlan(deployParamsSchema.parse(given))
  expect(dry.steps.map(({ name, address }) => ({ name, address }))).toEqual(
    plan.steps.map(({ name, address }) => ({ name, address })),
  )
  expect(dry.steps.every(({ missing, gas }) => missing && gas > 100_000n)).toBe(true)
  expect(dry.cost).toBeGreaterThan(0n)
  expect(await client().getBlockNumber({ cacheTime: 0 })).toBe(before)
}, 120_000)

test('on an L2 the token is the one that the bridge mints, and its L1 address has to be one', async () => {
  const remote = `0x${'5E'.repeat(20)}`
  const { code, out } = await deploy([...params(), '--l2', remote, '--dry', '--json'])
  expect(code).toBe(0)
  const l2 = deployPlan(deployParamsSchema.parse({ ...given, l2: { remoteToken: remote.toLowerCase() } }))
  const [first] = z
    .object({ steps: z.array(z.object({ name: z.string(), address: z.string() })) })
    .parse(JSON.parse(out)).steps
  expect(first).toEqual({ name: 'OpenTokenL2', address: l2.addresses.openToken })
  expect((await deploy([...params(), '--l2', '0x12', '--dry'])).progress).toContain('CLI_FILE_INVALID')
}, 120_000)

test('the key: refused when missing, public or malformed, and never on the command line', async () => {
  const code = async (...run: Parameters<typeof deploy>) => {
    const { progress, code: exit } = await deploy(...run)
    return [exit, /[A-Z]+(_[A-Z]+)+/.exec(progress)?.[0]]
  }
  expect(await code(params())).toEqual([2, 'CLI_USAGE'])
  const dev = mnemonicToAccount('test test test test test test test test test test test junk').getHdKey().privateKey
  const publicKey = `0x${Buffer.from(dev ?? []).toString('hex')}`
  expect(await code(params(), { OPENLEDGER_DEPLOY_KEY: publicKey })).toEqual([1, 'CHAIN_PUBLIC_KEY'])
  expect(await code(params(), { OPENLEDGER_DEPLOY_KEY: 'secret-of-mine' })).toEqual([1, 'CLI_ENVIRONMENT'])
  expect((await deploy(params(), { OPENLEDGER_DEPLOY_KEY: 'secret-of-mine' })).progress).not.toContain('secret-of-mine')
  expect(await code([...params(), '--key', key])).toEqual([2, 'CLI_USAGE'])
}, 120_000)

test('killed with SIGKILL in the middle it goes on; what stands is checked, and a difference is found', async () => {
  const env = { OPENLEDGER_DEPLOY_KEY: key }
  const file = pathOf(`addresses.${CHAIN}.json`)
  const run = [...params(), '--out', file]
  for (const killAt of [1, 4]) {
    await deployUntilKilled(run, env, killAt)
    expect(existsSync(file)).toBe(false)
  }
  const done = await deploy(run, env)
  expect(done).toMatchObject({ code: 0 })
  expect(done.progress).toContain('there   OpenToken')
  const plan = deployPlan(deployParamsSchema.parse(given))
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ ...plan.addresses, chainId: CHAIN })
  // One transaction a contract, and one that approves the rules: nothing was created twice.
  expect(await client().getTransactionCount({ address: account.address })).toBe(plan.steps.length + 1)

  const check = ['--check', file]
  const held = await deploy(check)
  expect([held.code, held.out]).toEqual([0, expect.stringContaining('It is this release, with these parameters.')])
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const other = join(folder, 'other.json')
  writeFileSync(
    other,
    JSON.stringify({ ...z.looseObject({}).parse(written), params: { ...given, priceDelay_s: 7_200 } }),
  )
  expect((await deploy(['--check', other])).code).toBe(1)
  const { settlement } = plan.addresses
  const code = (await client().getCode({ address: settlement })) ?? '0x'
  await callRpc(anvil.rpcUrl, 'anvil_setCode', [settlement, `${code.slice(0, -2)}00`])
  const broken = await deploy([...check, '--json'])
  expect(broken.code).toBe(1)
  expect(JSON.parse(broken.out)).toMatchObject({
    ok: false,
    checks: expect.arrayContaining([
      expect.objectContaining({ contract: 'settlement', what: 'code', verdict: 'wrong' }),
    ]),
  })
}, 300_000)

test('an RPC of another chain, none, and parameters that are none are coded errors', async () => {
  const run = async (args: readonly string[]) => (await deploy(args)).progress
  expect(await run([...params(), '--dry', '--chain', '1'])).toContain('CHAIN_WRONG_ID')
  expect(await run([...params(), '--dry', '--rpc', 'http://127.0.0.1:9'])).toContain('CHAIN_UNREACHABLE')
  writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...given, owner: 'me' }))
  expect(await run(['--params', pathOf('bad.json'), '--dry'])).toMatch(/CLI_FILE_INVALID(.|\n)*owner/)
}, 60_000)
