import { bondVaultAbi } from '@openledger/chain/abi/bondVault.ts'
import { committeeAbi } from '@openledger/chain/abi/committee.ts'
import { datanetRegistryAbi } from '@openledger/chain/abi/datanetRegistry.ts'
import { openTokenAbi } from '@openledger/chain/abi/openToken.ts'
import { paymentEscrowAbi } from '@openledger/chain/abi/paymentEscrow.ts'
import { settlementAbi } from '@openledger/chain/abi/settlement.ts'
import { answerCall } from '@openledger/chain/calls/challengesCalls.ts'
import { claimCall } from '@openledger/chain/calls/claimVaultCalls.ts'
import { handOverCall } from '@openledger/chain/calls/committeeCalls.ts'
import { collectCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import { DEMANDED_TREES } from '@openledger/chain/challenger/encodeChunk.ts'
import { openDemands } from '@openledger/chain/challenger/openDemands.ts'
import { openRequests } from '@openledger/chain/committee/openRequests.ts'
import { chainErrors } from '@openledger/chain/errors.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { encodeFunctionData, type Hex, type PublicClient } from 'viem'
import type { EpochChain, PostedEpoch } from './epochChain.ts'

/** Sends the operator's transactions; the same key never sends twice. Resolves once it is in a block. */
export type WorkerPublisher = {
  send(transaction: {
    readonly key: string
    readonly to: Address
    readonly data: Hex
  }): Promise<{ readonly transactionHash: Hex }>
}

const statuses = ['none', 'open', 'final', 'void'] as const

/**
 * What background jobs ask of the chain, over viem and the publisher.
 *
 * @param operator whose books, epochs and bond these are: the publisher's own account.
 * @param trouble why what was read of the chain can't be relied on (`indexer.trouble`): nothing is paid meanwhile.
 */
export function createEpochChain(parameters: {
  readonly client: PublicClient
  readonly addresses: ContractAddresses
  readonly operator: Address
  readonly publisher: WorkerPublisher
  readonly trouble?: () => OpenLedgerError | undefined
}): EpochChain {
  const { client, addresses, operator, publisher } = parameters
  const settlement = { address: addresses.settlement, abi: settlementAbi } as const
  const vault = { address: addresses.bondVault, abi: bondVaultAbi } as const
  const committee = { address: addresses.committee, abi: committeeAbi } as const
  let version: Promise<string> | undefined
  /** A development chain makes a block when there is a transaction: its next block has at least the pending one's time. */
  const minesOnDemand = async () => {
    version ??= client.request({ method: 'web3_clientVersion' })
    return (await version).startsWith('anvil/')
  }
  const epochOf = async (number: bigint): Promise<PostedEpoch> => {
    const [epochHash, postedAt, finalizesAt, status] = await client.readContract({
      ...settlement,
      functionName: 'epochOf',
      args: [operator, number],
    })
    return { epochHash, postedAt, finalizesAt, status: statuses[status] ?? 'none' }
  }
  const assertSound = () => {
    const trouble = parameters.trouble?.()
    if (trouble !== undefined && trouble.code !== chainErrors.CHAIN_UNREACHABLE.code) throw trouble
  }
  return {
    assertSound,
    epochOf,
    channelOf: async (channelId) => {
      const escrow = { address: addresses.paymentEscrow, abi: paymentEscrowAbi } as const
      const channel = await client.readContract({ ...escrow, functionName: 'channelOf', args: [channelId] })
      return { ...channel, payer: toAddress(channel.payer) }
    },
    collect: async (key, vouchers) => {
      assertSound()
      const signed = vouchers.map(({ payer, signature, ...voucher }) => ({ voucher, payer, signature }))
      await publisher.send({ key, ...collectCall(addresses, signed) })
    },
    books: async () => client.readContract({ ...settlement, functionName: 'stateOf', args: [operator] }),
    ensureBond: async (key, payoutsSum) => {
      assertSound()
      const required = await client.readContract({
        ...settlement,
        functionName: 'requiredBond',
        args: [operator, payoutsSum],
      })
      const bond = await client.readContract({ ...vault, functionName: 'bondOf', args: [operator] })
      if (bond.amount >= required) return
      const missing = required - bond.amount
      const approve = encodeFunctionData({
        abi: openTokenAbi,
        functionName: 'approve',
        args: [addresses.bondVault, missing],
      })
      const deposit = encodeFunctionData({ abi: bondVaultAbi, functionName: 'deposit', args: [operator, missing] })
      await publisher.send({ key: `${key}:approve:${missing}`, to: addresses.openToken, data: approve })
      await publisher.send({ key: `${key}:deposit:${missing}`, to: addresses.bondVault, data: deposit })
    },
    postEpoch: async (key, epoch) => {
      assertSound()
      const data = encodeFunctionData({ abi: settlementAbi, functionName: 'postEpoch', args: [epoch] })
      await publisher.send({ key, to: addresses.settlement, data })
    },
    finalize: async (key, epoch) => {
      assertSound()
      const data = encodeFunctionData({ abi: settlementAbi, functionName: 'finalize', args: [epoch] })
      await publisher.send({ key, to: addresses.settlement, data })
    },
    openDemands: async () => openDemands({ client, addresses }, operator),
    answerDemand: async (key, epoch, { tree, chunk }, run) => {
      const call = answerCall(addresses, epoch, { tree: DEMANDED_TREES.indexOf(tree), chunk, run })
      await publisher.send({ key, ...call })
    },
    drawnCommittees: async () => {
      const requests = await openRequests({ client, addresses }, operator)
      const drawn = requests.filter(({ stage }) => stage === 'drawn')
      return Promise.all(
        drawn.map(async ({ requestId, callId, members }) => ({
          requestId,
          callId,
          members: await Promise.all(
            members.map(async (member) => ({
              member,
              publicKey: await client.readContract({ ...committee, functionName: 'encryptionKeyOf', args: [member] }),
            })),
          ),
        })),
      )
    },
    handOver: async (key, requestId, contentHash) => {
      await publisher.send({ key, ...handOverCall(addresses, requestId, contentHash) })
    },
    grantExpiry: async (datanetId, developer) => {
      const registry = { address: addresses.datanetRegistry, abi: datanetRegistryAbi } as const
      const args = [datanetId, developer] as const
      return (await client.readContract({ ...registry, functionName: 'grantOf', args })).expiry
    },
    claimedOf: async (account) =>
      client.readContract({ ...settlement, functionName: 'claimedOf', args: [operator, account] }),
    claim: async (key, account, cumulative, proof) => {
      assertSound()
      const vault = await client.readContract({ ...settlement, functionName: 'vaultOf', args: [operator] })
      const call = claimCall(toAddress(vault), { account, cumulative, proof })
      return (await publisher.send({ key, ...call })).transactionHash
    },
    now: async () => (await client.getBlock()).timestamp,
    nextTime: async () => {
      const { timestamp } = await client.getBlock()
      if (!(await minesOnDemand())) return timestamp + 1n
      const pending = await client.getBlock({ blockTag: 'pending' })
      if (pending.timestamp > timestamp) return pending.timestamp
      return timestamp + 1n
    },
    blockNumber: async () => client.getBlockNumber({ cacheTime: 0 }),
  }
}
