import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { type GetContractReturnType, getContract, type PublicClient } from 'viem'
import { bondVaultAbi } from '../abi/bondVault.ts'
import { challengesAbi } from '../abi/challenges.ts'
import { committeeAbi } from '../abi/committee.ts'
import { datanetRatingsAbi } from '../abi/datanetRatings.ts'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import { recordDisputesAbi } from '../abi/recordDisputes.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { stakingAbi } from '../abi/staking.ts'
import { trainingFeesAbi } from '../abi/trainingFees.ts'
import { createPlainClient } from './createPlainClient.ts'

export type ChainOptions = {
  readonly rpcUrl: string
  readonly chainId: number
  readonly addresses: ContractAddresses
  /** A second RPC of the same chain: what both don't agree on is an error. */
  readonly compareUrl?: string | undefined
  /** For one RPC exchange, in ms. */
  readonly timeout_ms?: number
}

/** The contracts of one chain, typed from their ABIs, over one client. */
export type Chain = {
  readonly rpcUrl: string
  readonly compareUrl: string | undefined
  readonly chainId: number
  readonly addresses: ContractAddresses
  readonly client: PublicClient
  readonly openToken: GetContractReturnType<typeof openTokenAbi, PublicClient>
  readonly datanetRegistry: GetContractReturnType<typeof datanetRegistryAbi, PublicClient>
  readonly modelRegistry: GetContractReturnType<typeof modelRegistryAbi, PublicClient>
  readonly paymentEscrow: GetContractReturnType<typeof paymentEscrowAbi, PublicClient>
  readonly settlement: GetContractReturnType<typeof settlementAbi, PublicClient>
  readonly bondVault: GetContractReturnType<typeof bondVaultAbi, PublicClient>
  readonly challenges: GetContractReturnType<typeof challengesAbi, PublicClient>
  readonly recordDisputes: GetContractReturnType<typeof recordDisputesAbi, PublicClient>
  readonly staking: GetContractReturnType<typeof stakingAbi, PublicClient>
  readonly committee: GetContractReturnType<typeof committeeAbi, PublicClient>
  readonly trainingFees: GetContractReturnType<typeof trainingFeesAbi, PublicClient>
  readonly datanetRatings: GetContractReturnType<typeof datanetRatingsAbi, PublicClient>
}

/**
 * Opens the contracts for reading. Nothing is asked yet: call `assertChain` to learn whether they are there.
 *
 * @example
 * const chain = createChain({ rpcUrl: 'http://127.0.0.1:8545', chainId: 31337, addresses })
 * const total = await chain.openToken.read.totalSupply()
 */
export function createChain(options: ChainOptions): Chain {
  const { rpcUrl, compareUrl, chainId, addresses, timeout_ms = 10_000 } = options
  const client = createPlainClient(rpcUrl, chainId, compareUrl, timeout_ms)
  return {
    rpcUrl,
    compareUrl,
    chainId,
    addresses,
    client,
    openToken: getContract({ abi: openTokenAbi, address: addresses.openToken, client }),
    datanetRegistry: getContract({ abi: datanetRegistryAbi, address: addresses.datanetRegistry, client }),
    modelRegistry: getContract({ abi: modelRegistryAbi, address: addresses.modelRegistry, client }),
    paymentEscrow: getContract({ abi: paymentEscrowAbi, address: addresses.paymentEscrow, client }),
    settlement: getContract({ abi: settlementAbi, address: addresses.settlement, client }),
    bondVault: getContract({ abi: bondVaultAbi, address: addresses.bondVault, client }),
    challenges: getContract({ abi: challengesAbi, address: addresses.challenges, client }),
    recordDisputes: getContract({ abi: recordDisputesAbi, address: addresses.recordDisputes, client }),
    staking: getContract({ abi: stakingAbi, address: addresses.staking, client }),
    committee: getContract({ abi: committeeAbi, address: addresses.committee, client }),
    datanetRatings: getContract({ abi: datanetRatingsAbi, address: addresses.datanetRatings, client }),
    trainingFees: getContract({ abi: trainingFeesAbi, address: addresses.trainingFees, client }),
  }
}
