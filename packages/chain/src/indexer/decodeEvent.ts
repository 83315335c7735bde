import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Abi, decodeEventLog, type Log, toEventSelector } from 'viem'
import { bondVaultAbi } from '../abi/bondVault.ts'
import { claimVaultAbi } from '../abi/claimVault.ts'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import { recordDisputesAbi } from '../abi/recordDisputes.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { trainingFeesAbi } from '../abi/trainingFees.ts'
import { chainErrors } from '../errors.ts'
import { type ChainEvent, type ChainEventName, isChainEventName, parseEventArgs } from './chainEvent.ts'

type AbiEvent = Extract<Abi[number], { type: 'event' }>

const bySelector = new Map<string, AbiEvent>()
for (const item of [
  datanetRegistryAbi,
  recordDisputesAbi,
  trainingFeesAbi,
  modelRegistryAbi,
  paymentEscrowAbi,
  settlementAbi,
  bondVaultAbi,
  claimVaultAbi,
].flatMap((abi) => [...abi] as Abi[number][])) {
  if (item.type === 'event' && isChainEventName(item.name)) bySelector.set(toEventSelector(item), item)
}

/** Topic 0 of an indexed event, to filter logs by. */
export function eventSelector(name: ChainEventName): `0x${string}` {
  for (const event of bySelector.values()) if (event.name === name) return toEventSelector(event)
  throw new RangeError(`The ABIs have no event ${name}.`)
}

/**
 * Decodes a log of our contracts.
 * @returns undefined for events that are not indexed (token transfers, ownership)
 * @throws CHAIN_ANSWER_INVALID when a log does not have the form of its event
 */
export function decodeEvent(log: Log<bigint, number, false>): ChainEvent | undefined {
  const [selector] = log.topics
  const event = selector === undefined ? undefined : bySelector.get(selector)
  if (event === undefined || !isChainEventName(event.name)) return undefined
  try {
    const { args } = decodeEventLog({ abi: [event], data: log.data, topics: log.topics, strict: true })
    const { blockNumber, blockHash, transactionHash, logIndex } = log
    // The map's key and its schema belong together; TypeScript does not follow a union through an index.
    return {
      name: event.name,
      args: parseEventArgs(event.name, args),
      blockNumber,
      blockHash,
      transactionHash,
      logIndex,
    } as ChainEvent
  } catch (cause) {
    throw new OpenLedgerError(
      chainErrors.CHAIN_ANSWER_INVALID,
      `Log ${log.logIndex} of block ${log.blockNumber} is not a ${event.name}.`,
      { cause },
    )
  }
}
