import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import {
  type Account,
  type Address,
  type Chain,
  type PublicClient,
  type Transport,
  type WalletClient,
  zeroAddress,
} from 'viem'
import { openTokenAbi } from '../abi/openToken.ts'
import { openTokenL2Abi } from '../abi/openTokenL2.ts'
import { chainErrors } from '../errors.ts'
import { readEvents } from '../rpc/readEvents.ts'
import type { DeployParams } from './deployParams.ts'
import { CREATE2_DEPLOYER, type DeployStep, deployPlan } from './deployPlan.ts'

/** A wallet that signs and pays gas, and a client that reads, of the same chain. */
export type DeployClients = {
  readonly walletClient: WalletClient<Transport, Chain, Account>
  readonly publicClient: PublicClient
}

export type DeployContractsOptions = DeployClients & {
  readonly params: DeployParams
  /** Addresses of an earlier deployment: kept when every one of them holds code, else ignored. */
  readonly existing?: ContractAddresses
  /** Sends a creation and waits for its block, instead of the wallet: a publisher, which a kill does not confuse. */
  readonly send?: (step: DeployStep) => Promise<unknown>
  /** Told each contract once it stands; what it returns is awaited. */
  readonly onStep?: (step: { readonly name: string; readonly address: Address; readonly created: boolean }) => unknown
}

/**
 * Creates the contracts that are missing and answers where all of them stand. May be killed and called again at any
 * point, and by several processes at once: what stands is not created twice.
 *
 * @example
 * const addresses = await deployContracts({ walletClient, publicClient, params: deployParamsSchema.parse(json) })
 * @throws CHAIN_NO_CREATE2 when the chain lacks the deterministic deployer
 * @throws CHAIN_REVERTED when a creation fails, for one because the window is too short for the chain
 */
export async function deployContracts(options: DeployContractsOptions): Promise<ContractAddresses> {
  const { publicClient, params, existing, onStep } = options
  if (existing !== undefined && (await standing(publicClient, existing))) return existing
  if (!(await hasCode(publicClient, CREATE2_DEPLOYER))) {
    throw new OpenLedgerError(chainErrors.CHAIN_NO_CREATE2, `No code at ${CREATE2_DEPLOYER} on this chain.`)
  }
  const plan = deployPlan(params)
  const now = await publicClient.getBlockNumber({ cacheTime: 0 })
  const since = (await hasCode(publicClient, plan.addresses.openToken)) ? 0n : now
  for (const step of plan.steps) {
    const created = !(await hasCode(publicClient, step.address))
    if (created) await create(options, step)
    await onStep?.({ name: step.name, address: step.address, created })
  }
  return { ...plan.addresses, deployBlock: await firstBlock(publicClient, plan.addresses.openToken, since) }
}

async function hasCode(client: PublicClient, address: Address): Promise<boolean> {
  const code = await client.getCode({ address })
  return code !== undefined && code !== '0x'
}

/** Whether every contract of a deployment holds code on the client's chain. */
async function standing(client: PublicClient, addresses: ContractAddresses): Promise<boolean> {
  const { deployBlock: _, ...contracts } = addresses
  const found = await Promise.all(Object.values(contracts).map((address) => hasCode(client, address)))
  return found.every(Boolean)
}

async function create(options: DeployContractsOptions, step: DeployStep): Promise<void> {
  const { walletClient, publicClient, send } = options
  let cause: unknown
  try {
    if (send !== undefined) await send(step)
    else {
      const hash = await walletClient.sendTransaction({ to: step.to, data: step.data })
      await publicClient.waitForTransactionReceipt({ hash })
    }
  } catch (error) {
    cause = error
  }
  // Another process may have created it meanwhile: what counts is that it stands.
  if (await hasCode(publicClient, step.address)) return
  const known = OpenLedgerError.find(cause)
  if (known !== undefined && known.code !== chainErrors.CHAIN_REVERTED.code) throw known
  throw new OpenLedgerError(chainErrors.CHAIN_REVERTED, `Creating ${step.name} at ${step.address} failed.`, { cause })
}

/**
 * The block in which the token was created (on L1 it logged the mint of the supply, on an L2 its bridge): no contract
 * logged before it. 0 when the chain no longer knows.
 * @param since a block before it; the nearer, the fewer requests an RPC with limits takes
 */
async function firstBlock(client: PublicClient, openToken: Address, since: bigint): Promise<number> {
  const here = { address: openToken, fromBlock: since } as const
  const args = { from: zeroAddress }
  const [mint] = await readEvents(client, { ...here, abi: openTokenAbi, eventName: 'Transfer', args })
  const [bridged] = await readEvents(client, { ...here, abi: openTokenL2Abi, eventName: 'Bridged' })
  return Number((bridged ?? mint)?.blockNumber ?? 0n)
}
