import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createWalletClient, encodeFunctionData, erc20Abi, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people } from '../../test/runLoop.ts'
import { openTokenL2Abi } from '../abi/openTokenL2.ts'
import { openChannel } from '../actions/openChannel.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { type Anvil, startAnvil } from '../anvil/startAnvil.ts'
import { createChain } from '../clients/createChain.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { deployContracts } from './deployContracts.ts'
import { deployParamsSchema } from './deployParams.ts'
import { deployPlan } from './deployPlan.ts'

const REMOTE = toAddress(`0x${'0f'.repeat(20)}`)
const owner = toAddress(people.operator.address)
const params = deployParamsSchema.parse({
  holder: owner,
  owner,
  l2: { remoteToken: REMOTE },
  challengeWindow_s: 72 * 3600,
  withdrawalDelay_s: 30,
  priceDelay_s: 10,
  minimumBond: '1',
  bondShareBps: 0,
})

let folder: string
let anvil: Anvil
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openledger-l2-'))
  anvil = await startAnvil({ logFile: join(folder, 'anvil.log'), chainId: 901 })
})
afterAll(async () => {
  await anvil.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('on an L2 all OPEN comes over the bridge, pays into channels, and goes back', async () => {
  const bare = createChain({
    rpcUrl: anvil.rpcUrl,
    chainId: 901,
    addresses: { ...deployPlan(params).addresses, deployBlock: 0 },
  })
  const chain = { ...foundry, id: 901 }
  const walletClient = createWalletClient({ account: people.operator, chain, transport: http(anvil.rpcUrl) })
  const addresses = await deployContracts({ walletClient, publicClient: bare.client, params })
  expect(addresses).toEqual({ ...deployPlan(params).addresses, deployBlock: 1 })
  expect(deployPlan(params).steps[0]?.name).toBe('OpenTokenL2')
  const { l2: _l2, ...l1 } = params
  expect(deployPlan(l1).addresses.openToken).not.toBe(addresses.openToken)

  const world = createChain({ rpcUrl: anvil.rpcUrl, chainId: 901, addresses })
  const token = { address: addresses.openToken, abi: openTokenL2Abi } as const
  expect(toAddress(await bare.client.readContract({ ...token, functionName: 'remoteToken' }))).toBe(REMOTE)
  expect(await bare.client.readContract({ ...token, functionName: 'supportsInterface', args: ['0xec4fc8e3'] })).toBe(
    true,
  )
  expect(await world.openToken.read.totalSupply()).toBe(0n)

  const bridge = params.l2?.bridge ?? REMOTE
  const payer = createUserWallet({ chain: world, account: people.payer })
  const asBridge = async (data: `0x${string}`) => {
    await callRpc(anvil.rpcUrl, 'anvil_setBalance', [bridge, '0xde0b6b3a7640000'])
    await callRpc(anvil.rpcUrl, 'anvil_impersonateAccount', [bridge])
    const hash = await callRpc(anvil.rpcUrl, 'eth_sendTransaction', [{ from: bridge, to: addresses.openToken, data }])
    return bare.client.waitForTransactionReceipt({ hash: hash as `0x${string}` })
  }
  const mint = encodeFunctionData({ abi: openTokenL2Abi, functionName: 'mint', args: [payer.address, 5n * OPEN] })
  expect((await asBridge(mint)).status).toBe('success')
  const limits = { cap: OPEN, expiry: 9_999_999_999n, amount: 2n * OPEN }
  await openChannel(payer, { operator: owner, signer: payer.address, ...limits })
  expect(await world.openToken.read.balanceOf([addresses.paymentEscrow])).toBe(2n * OPEN)

  const burnArgs = [payer.address, OPEN] as const
  const burn = encodeFunctionData({ abi: openTokenL2Abi, functionName: 'burn', args: burnArgs })
  await expect(payer.send({ to: addresses.openToken, data: burn }, 'Burning')).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'NotBridge' },
  })
  expect((await asBridge(burn)).status).toBe('success')
  expect(await world.openToken.read.totalSupply()).toBe(4n * OPEN)
  const balance = {
    address: addresses.openToken,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [payer.address],
  } as const
  expect(await bare.client.readContract(balance)).toBe(2n * OPEN)
})
