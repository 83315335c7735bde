import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Abi, AbiFunction, Address, PublicClient } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { startAnvil } from '../anvil/startAnvil.ts'
import { createChain } from '../clients/createChain.ts'
import { createPlainClient } from '../clients/createPlainClient.ts'
import { deployClients } from './deployChain.ts'
import { deployContracts } from './deployContracts.ts'
import type { DeployParams } from './deployParams.ts'
import { deployPlan } from './deployPlan.ts'

/** One thing that was looked at. `state`: it may change in a contract's life, and is told, not judged. */
export type DeployCheck = {
  readonly contract: string
  readonly what: string
  readonly expected: string
  readonly found: string
  readonly verdict: 'ok' | 'wrong' | 'state'
}

/** Views that change while a deployment is used: who owns it, what was burned, what is paused, and the like. */
const CHANGING = /^(owner|pendingOwner|totalSupply|eip712Domain|.*[pP]aused|.*[cC]ount|total.*|next.*|last.*)$/

/**
 * Checks a deployment against this release: the contracts of the same parameters are created again on a chain in memory
 * with the same id, where by CREATE2 they get the same addresses. So every address follows from the parameters, every
 * byte of code has to be the same (the links and parameters that are in code among them), and every view without
 * arguments has to answer the same.
 * @throws CHAIN_*: when the chain does not answer, or these parameters can't be deployed
 */
export async function checkDeployment(options: {
  readonly rpcUrl: string
  readonly compareUrl?: string | undefined
  readonly chainId: number
  readonly params: DeployParams
  readonly addresses: ContractAddresses
}): Promise<readonly DeployCheck[]> {
  const { rpcUrl, compareUrl, chainId, params, addresses } = options
  const folder = await mkdtemp(join(tmpdir(), 'openledger-check-'))
  const model = await startAnvil({ logFile: join(folder, 'anvil.log'), chainId })
  try {
    const account = mnemonicToAccount('test test test test test test test test test test test junk')
    const { walletClient, publicClient } = deployClients(model.rpcUrl, chainId, account)
    const planned = await deployContracts({ walletClient, publicClient, params })
    const clients = { model: publicClient, real: createPlainClient(rpcUrl, chainId, compareUrl) }
    const checks: DeployCheck[] = []
    const { deployBlock: _, ...contracts } = planned
    const named = Object.entries(contracts)
    const inFile = new Map(Object.entries(addresses))
    for (const [contract, expected] of named) {
      const found = String(inFile.get(contract))
      checks.push({ contract, what: 'address', expected, found, verdict: found === expected ? 'ok' : 'wrong' })
    }
    const steps = deployPlan(params).steps.filter(({ address }) => !named.some(([, there]) => there === address))
    const all = [...named, ...steps.map(({ name, address }) => [name, address] as const)]
    for (const [contract, address] of all) checks.push(await checkCode(clients, contract, address))
    for (const [contract, opened] of Object.entries(createChain({ rpcUrl, chainId, addresses: planned }))) {
      if (typeof opened !== 'object' || !('abi' in opened)) continue
      checks.push(...(await checkViews(clients, contract, opened.address, opened.abi)))
    }
    return checks
  } finally {
    await model.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Clients = { readonly model: PublicClient; readonly real: PublicClient }

async function checkCode({ model, real }: Clients, contract: string, address: Address): Promise<DeployCheck> {
  const [expected = '0x', found = '0x'] = await Promise.all([model, real].map((client) => client.getCode({ address })))
  const bytes = (code: string) => (code === '0x' ? 'no code' : `${code.length / 2 - 1} bytes`)
  if (expected === found)
    return { contract, what: 'code', expected: bytes(expected), found: bytes(found), verdict: 'ok' }
  const at = [...expected].findIndex((digit, index) => digit !== found[index])
  const where =
    found === '0x' ? 'no code' : `${bytes(found)}, another from byte ${Math.max(0, Math.floor(at / 2) - 1)} on`
  return { contract, what: 'code', expected: bytes(expected), found: where, verdict: 'wrong' }
}

/** Every view without arguments, on both chains. */
async function checkViews(
  { model, real }: Clients,
  contract: string,
  address: Address,
  abi: Abi,
): Promise<DeployCheck[]> {
  const views = abi.filter(
    (item): item is AbiFunction =>
      item.type === 'function' &&
      item.inputs.length === 0 &&
      (item.stateMutability === 'view' || item.stateMutability === 'pure'),
  )
  return Promise.all(
    views.map(async ({ name }) => {
      const [expected = '', found = ''] = await Promise.all(
        [model, real].map((client) => answerOf(client, address, abi, name)),
      )
      const verdict = expected === found ? 'ok' : CHANGING.test(name) ? 'state' : 'wrong'
      return { contract, what: name, expected, found, verdict } as const
    }),
  )
}

async function answerOf(client: PublicClient, address: Address, abi: Abi, functionName: string): Promise<string> {
  const answer: unknown = await client.readContract({ address, abi, functionName }).catch(() => 'no answer')
  return JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}
