import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from '@openledger/core/primitives/address.ts'
import { mnemonicToAccount } from 'viem/accounts'
import { z } from 'zod'
import { startAnvil } from '../anvil/startAnvil.ts'
import { createPlainClient } from '../clients/createPlainClient.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { deployClients } from './deployChain.ts'
import { deployContracts } from './deployContracts.ts'
import type { DeployParams } from './deployParams.ts'
import { type DeployPlan, deployPlan } from './deployPlan.ts'

/** What creating one contract would take. */
export type DryStep = {
  readonly name: string
  readonly address: Address
  /** False: it stands there already. */
  readonly missing: boolean
  /** Gas used on a copy of the chain; 0 for what stands. */
  readonly gas: bigint
}

export type DryRun = {
  readonly steps: readonly DryStep[]
  readonly addresses: DeployPlan['addresses']
  readonly gas: bigint
  /** Wei for each gas that the chain asks now, tip included. */
  readonly gasPrice: bigint
  /** Wei for all of it at that price. On an L2 the cost of its data on L1 comes on top. */
  readonly cost: bigint
}

/**
 * Deploys on a copy of the chain in memory: nothing is sent to the chain itself. So names, addresses and gas are those of
 * the deployment, and one that would fail fails here.
 * @throws as `deployContracts`, CHAIN_ANVIL_MISSING, CHAIN_ANVIL_START
 */
export async function dryRun(options: {
  readonly rpcUrl: string
  readonly chainId: number
  readonly params: DeployParams
}): Promise<DryRun> {
  const { rpcUrl, chainId, params } = options
  const folder = await mkdtemp(join(tmpdir(), 'openledger-dry-'))
  const copy = await startAnvil({ logFile: join(folder, 'anvil.log'), chainId, forkUrl: rpcUrl })
  try {
    const account = mnemonicToAccount('test test test test test test test test test test test junk')
    await callRpc(copy.rpcUrl, 'anvil_setBalance', [account.address, '0xd3c21bcecceda1000000'])
    const { walletClient, publicClient } = deployClients(copy.rpcUrl, chainId, account)
    const steps: DryStep[] = []
    let before = await publicClient.getBlockNumber({ cacheTime: 0 })
    const used = async () => {
      const head = await publicClient.getBlockNumber({ cacheTime: 0 })
      let gas = 0n
      for (let blockNumber = before + 1n; blockNumber <= head; blockNumber++)
        gas += (await publicClient.getBlock({ blockNumber })).gasUsed
      before = head
      return gas
    }
    const missing = new Map<Address, boolean>()
    for (const { address } of deployPlan(params).steps)
      missing.set(address, ((await publicClient.getCode({ address })) ?? '0x') === '0x')
    const addresses = await deployContracts({
      walletClient,
      publicClient,
      params,
      onStep: async ({ name, address, created }) => {
        steps.push({ name, address, missing: missing.get(address) ?? created, gas: created ? await used() : 0n })
      },
    })
    const gas = steps.reduce((sum, step) => sum + step.gas, 0n)
    const gasPrice = await priceOf(rpcUrl, chainId)
    return { steps, addresses, gas, gasPrice, cost: gas * gasPrice }
  } finally {
    await copy.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function priceOf(rpcUrl: string, chainId: number): Promise<bigint> {
  return z.bigint().parse(await createPlainClient(rpcUrl, chainId).getGasPrice())
}
