import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stakePoolAddress, stakeSubject } from '@openledger/core/ids/stakePoolAddress.ts'
import { createPublicClient, createWalletClient, http, keccak256, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bondVaultAbi } from '../abi/bondVault.ts'
import { challengesAbi } from '../abi/challenges.ts'
import { committeeAbi } from '../abi/committee.ts'
import { datanetRatingsAbi } from '../abi/datanetRatings.ts'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import { provers } from '../abi/provers.ts'
import { recordDisputesAbi } from '../abi/recordDisputes.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { stakingAbi } from '../abi/staking.ts'
import { type Anvil, startAnvil } from '../anvil/startAnvil.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { ensureContracts, readAddresses, writeAddresses } from './addressesFile.ts'
import { approveCode } from './approveCode.ts'
import { type DeployClients, deployContracts } from './deployContracts.ts'
import { deployParamsSchema } from './deployParams.ts'
import { CREATE2_DEPLOYER, deployPlan } from './deployPlan.ts'

const mnemonic = 'test test test test test test test test test test test junk'
const [deployer, holder, owner] = [0, 1, 2].map((addressIndex) => mnemonicToAccount(mnemonic, { addressIndex })) as [
  ReturnType<typeof mnemonicToAccount>,
  ReturnType<typeof mnemonicToAccount>,
  ReturnType<typeof mnemonicToAccount>,
]
const params = deployParamsSchema.parse({
  holder: holder.address.toLowerCase(),
  owner: owner.address.toLowerCase(),
  challengeWindow_s: 60,
  withdrawalDelay_s: 30,
  priceDelay_s: 10,
  minimumBond: '1000000000000000000000',
  bondShareBps: 1000,
})

let folder: string
let anvil: Anvil
let clients: DeployClients
const clientsOf = (account: ReturnType<typeof mnemonicToAccount>): DeployClients => ({
  walletClient: createWalletClient({ account, chain: foundry, transport: http(anvil.rpcUrl) }),
  publicClient: createPublicClient({ chain: foundry, transport: http(anvil.rpcUrl), pollingInterval: 50 }),
})

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-deploy-'))
})
beforeEach(async () => {
  await anvil?.stop()
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  clients = clientsOf(deployer)
})
afterAll(async () => {
  await anvil?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the contracts stand where the plan says, linked and with their parameters', async () => {
  const steps: string[] = []
  const addresses = await deployContracts({ ...clients, params, onStep: (step) => steps.push(step.name) })
  expect(steps).toEqual(deployPlan(params).steps.map(({ name }) => name))
  expect(addresses).toMatchObject(deployPlan(params).addresses)
  expect(addresses.deployBlock).toBe(1)

  const { publicClient } = clients
  const token = { address: addresses.openToken, abi: openTokenAbi } as const
  const settlement = { address: addresses.settlement, abi: settlementAbi } as const
  const escrow = { address: addresses.paymentEscrow, abi: paymentEscrowAbi } as const
  const read = async (value: Promise<unknown>) => String(await value).toLowerCase()
  expect(await publicClient.readContract({ ...token, functionName: 'balanceOf', args: [params.holder] })).toBe(
    10n ** 27n,
  )
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'escrow' }))).toBe(addresses.paymentEscrow)
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'bondVault' }))).toBe(addresses.bondVault)
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'owner' }))).toBe(params.owner)
  expect(await publicClient.readContract({ ...settlement, functionName: 'challengeWindow' })).toBe(60n)
  expect(await read(publicClient.readContract({ ...escrow, functionName: 'settlement' }))).toBe(addresses.settlement)
  expect(await publicClient.readContract({ ...escrow, functionName: 'withdrawalDelay' })).toBe(30n)
  const vault = { address: addresses.bondVault, abi: bondVaultAbi } as const
  expect(await read(publicClient.readContract({ ...vault, functionName: 'settlement' }))).toBe(addresses.settlement)
  const challenges = { address: addresses.challenges, abi: challengesAbi } as const
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'challenges' }))).toBe(
    addresses.challenges,
  )
  expect(await read(publicClient.readContract({ ...challenges, functionName: 'settlement' }))).toBe(
    addresses.settlement,
  )
  expect(await publicClient.readContract({ ...challenges, functionName: 'proverCount' })).toBe(BigInt(provers.length))
  const datanets = { address: addresses.datanetRegistry, abi: datanetRegistryAbi } as const
  expect(await read(publicClient.readContract({ ...datanets, functionName: 'disputes' }))).toBe(
    addresses.recordDisputes,
  )
  const disputes = { address: addresses.recordDisputes, abi: recordDisputesAbi } as const
  expect(await read(publicClient.readContract({ ...disputes, functionName: 'datanetRegistry' }))).toBe(
    addresses.datanetRegistry,
  )
  expect(await publicClient.readContract({ ...disputes, functionName: 'stake' })).toBe(params.disputeStake)
  const staking = { address: addresses.staking, abi: stakingAbi } as const
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'staking' }))).toBe(addresses.staking)
  expect(await read(publicClient.readContract({ ...staking, functionName: 'settlement' }))).toBe(addresses.settlement)
  expect(await publicClient.readContract({ ...staking, functionName: 'faultSlashBps' })).toBe(3_000)
  const subject = stakeSubject(params.owner)
  expect(await read(publicClient.readContract({ ...staking, functionName: 'subjectOf', args: [params.owner] }))).toBe(
    subject,
  )
  expect(await read(publicClient.readContract({ ...staking, functionName: 'poolOf', args: [subject] }))).toBe(
    stakePoolAddress(addresses.staking, subject),
  )
  const committee = { address: addresses.committee, abi: committeeAbi } as const
  expect(await read(publicClient.readContract({ ...settlement, functionName: 'committee' }))).toBe(addresses.committee)
  expect(await read(publicClient.readContract({ ...staking, functionName: 'committee' }))).toBe(addresses.committee)
  expect(await read(publicClient.readContract({ ...committee, functionName: 'settlement' }))).toBe(addresses.settlement)
  expect(await publicClient.readContract({ ...committee, functionName: 'size' })).toBe(5)
  expect(await read(publicClient.readContract({ ...datanets, functionName: 'trainingFees' }))).toBe(
    addresses.trainingFees,
  )
  const ratings = { address: addresses.datanetRatings, abi: datanetRatingsAbi } as const
  expect(await read(publicClient.readContract({ ...ratings, functionName: 'staking' }))).toBe(addresses.staking)
  expect(await read(publicClient.readContract({ ...ratings, functionName: 'datanetRegistry' }))).toBe(
    addresses.datanetRegistry,
  )
  const models = { address: addresses.modelRegistry, abi: modelRegistryAbi } as const
  expect(await read(publicClient.readContract({ ...models, functionName: 'datanetRegistry' }))).toBe(
    addresses.datanetRegistry,
  )
})

test.each([0, 1, 2, 3, 4, 5])('stopped after %i contracts, it goes on where it stopped', async (stopAfter) => {
  const kill = new Error('killed')
  let done = 0
  const onStep = () => {
    done += 1
    if (done > stopAfter) throw kill
  }
  await expect(deployContracts({ ...clients, params, onStep })).rejects.toBe(kill)
  const created: boolean[] = []
  const addresses = await deployContracts({ ...clients, params, onStep: (step) => created.push(step.created) })
  expect(created).toEqual(deployPlan(params).steps.map((_, index) => index > stopAfter))
  expect(addresses).toEqual({ ...deployPlan(params).addresses, deployBlock: 1 })
})

test('two deployments at the same time end at the same addresses', async () => {
  const both = await Promise.all([clients, clientsOf(holder)].map((each) => deployContracts({ ...each, params })))
  expect(both[0]).toEqual(both[1])
})

test('ensureContracts sends nothing when all stands, and starts over on an empty chain', async () => {
  const file = join(folder, 'ensure', 'addresses.json')
  const first = await ensureContracts({ ...clients, params, file })
  const block = await clients.publicClient.getBlockNumber({ cacheTime: 0 })
  expect(await ensureContracts({ ...clients, params, file })).toEqual(first)
  const other = { ...params, challengeWindow_s: 61 }
  expect(await ensureContracts({ ...clients, params: other, file })).toEqual(first)
  expect(await clients.publicClient.getBlockNumber({ cacheTime: 0 })).toBe(block)

  await anvil.stop()
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  const again = await ensureContracts({ ...clientsOf(deployer), params: other, file })
  expect(again.openToken).toBe(first.openToken)
  expect(again.settlement).not.toBe(first.settlement)
  expect(readAddresses(file)).toEqual(again)
})

test('code is approved once, and only by the owner', async () => {
  const { settlement } = await deployContracts({ ...clients, params })
  const codeHash = keccak256(toHex('rules'))
  await expect(approveCode({ ...clients, settlement, codeHash })).rejects.toMatchObject({ code: 'CHAIN_REVERTED' })
  expect(await approveCode({ ...clientsOf(owner), settlement, codeHash })).toBe(true)
  expect(await approveCode({ ...clientsOf(owner), settlement, codeHash })).toBe(false)
})

test('a chain without the deterministic deployer is a coded error', async () => {
  await callRpc(anvil.rpcUrl, 'anvil_setCode', [CREATE2_DEPLOYER, '0x'])
  await expect(deployContracts({ ...clients, params })).rejects.toMatchObject({ code: 'CHAIN_NO_CREATE2' })
})

test('a window below 72 hours is refused off the development chain', async () => {
  await anvil.stop()
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log'), chainId: 4242 })
  const chain = { ...foundry, id: 4242 }
  const live: DeployClients = {
    walletClient: createWalletClient({ account: deployer, chain, transport: http(anvil.rpcUrl) }),
    publicClient: createPublicClient({ chain, transport: http(anvil.rpcUrl), pollingInterval: 50 }),
  }
  await expect(deployContracts({ ...live, params })).rejects.toMatchObject({ code: 'CHAIN_REVERTED' })
  const long = { ...params, challengeWindow_s: 72 * 3600 }
  await expect(deployContracts({ ...live, params: long })).resolves.toMatchObject(deployPlan(long).addresses)
})

test('an addresses file that is none is a coded error; a missing one is none', () => {
  const file = join(folder, 'broken.json')
  expect(readAddresses(file)).toBeUndefined()
  for (const text of ['', '{"openToken":', '{"openToken":"0x1"}']) {
    writeFileSync(file, text)
    expect(() => readAddresses(file)).toThrow(expect.objectContaining({ code: 'CHAIN_ADDRESSES_INVALID' }))
  }
  const addresses = { ...deployPlan(params).addresses, deployBlock: 7 }
  for (const missing of [
    'challenges',
    'recordDisputes',
    'trainingFees',
    'datanetRatings',
    'staking',
    'committee',
  ] as const) {
    writeFileSync(file, JSON.stringify({ ...addresses, [missing]: undefined }))
    expect(() => readAddresses(file)).toThrow(expect.objectContaining({ code: 'CHAIN_ADDRESSES_OLD' }))
  }
  writeAddresses(file, addresses)
  expect(readAddresses(file)).toEqual(addresses)
})
