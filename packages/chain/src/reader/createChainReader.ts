import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import { pad, toHex } from 'viem'
import { assertChain } from '../clients/assertChain.ts'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { type ChainOptions, createChain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import { toChainError } from '../rpc/toChainError.ts'
import { createBlockTimes } from './blockTimes.ts'
import { collectedChannels } from './collectedChannels.ts'
import { findEvents } from './findEvents.ts'
import { readDatanet } from './readDatanet.ts'
import { readModel } from './readModel.ts'

/**
 * What a verifier reads, from an RPC alone: logs for what is asked as of a block, views for what never changes.
 * @throws CHAIN_UNREACHABLE, CHAIN_WRONG_ID, CHAIN_NO_CONTRACT before anything is read
 *
 * @example
 * const reader = await createChainReader({ rpcUrl, chainId, addresses })
 * const posted = await reader.postedEpoch(operator, 1n)
 */
export async function createChainReader(options: ChainOptions): Promise<ChainReader> {
  const chain = createChain(options)
  await assertChain(chain)
  const { addresses, chainId } = chain
  const times = createBlockTimes(chain.client)
  const reading = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw toChainError(error, what, contractErrorsAbi)
    }
  }
  const one = <T>(found: readonly T[]): T | undefined => found.at(-1)

  return {
    chainId,
    settlement: addresses.settlement,
    escrow: addresses.paymentEscrow,

    postedEpoch: (operator, number) =>
      reading(`Reading epoch ${number}`, async () => {
        const topics = [pad(operator), pad(toHex(number))]
        const event = one(await findEvents(chain, addresses.settlement, 'EpochPosted', { topics }))
        if (event === undefined) return undefined
        const [epochHash] = await chain.settlement.read.epochOf([operator, number])
        // A voided epoch leaves its event but no entry.
        if (epochHash !== event.args.epochHash) return undefined
        return { epoch: event.args.epoch, epochHash, block: event.blockNumber, time: await times(event) }
      }),

    model: (modelId, block) => reading(`Reading model ${modelId}`, () => readModel(chain, times, modelId, block)),

    price: (modelId, priceVersion) =>
      reading(`Reading a price of ${modelId}`, async () => {
        const args = [modelId, priceVersion] as const
        const [inputPrice, outputPrice, effectiveFrom] = await chain.modelRegistry.read.priceOf(args)
        return effectiveFrom === 0n ? undefined : { inputPrice, outputPrice, effectiveFrom }
      }),

    version: (root) =>
      reading(`Reading version ${root}`, async () => {
        const [datanetId, number, count, dataHash] = await chain.datanetRegistry.read.versionOf([root])
        return number === 0n ? undefined : { root, datanetId, count, dataHash }
      }),

    registrants: (datanetId, block) =>
      reading(`Reading who contributed to ${datanetId}`, async () => {
        const filter = { topics: [null, datanetId], toBlock: block }
        const found = new Map<Hex32, Set<Address>>()
        for (const { args } of await findEvents(chain, addresses.datanetRegistry, 'ContributionRegistered', filter)) {
          for (const commitment of args.commitments) {
            const accounts = found.get(commitment)
            if (accounts === undefined) found.set(commitment, new Set([args.contributor]))
            else accounts.add(args.contributor)
          }
        }
        return found
      }),

    datanet: (datanetId, block) =>
      reading(`Reading Datanet ${datanetId}`, () => readDatanet(chain, times, datanetId, block)),

    collectedChannels: (operator, block) =>
      reading(`Reading what ${operator} collected`, async () => {
        const totals = await collectedChannels(chain, operator, block)
        return Promise.all([...totals].map(([channelId, collected]) => describeChannel(channelId, collected)))
      }),
  }

  async function describeChannel(channelId: Hex32, collected: bigint) {
    const { payer, operator, signer } = await chain.paymentEscrow.read.channelOf([channelId])
    if (/^0x0{40}$/.test(payer)) {
      throw new OpenLedgerError(
        chainErrors.CHAIN_ANSWER_INVALID,
        `The escrow collected from an unknown channel ${channelId}.`,
      )
    }
    return { channelId, payer: toAddress(payer), operator: toAddress(operator), signer: toAddress(signer), collected }
  }
}
