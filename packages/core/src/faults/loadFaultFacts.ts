import type { DataStore } from '../data/dataStore.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ChainDatanet, ChainReader } from '../verify/chainReader.ts'
import type { Published } from '../verify/loadPublished.ts'
import type { ChannelFacts, EvidenceLeaves, FaultFacts } from './faultFacts.ts'
import { loadRecordFacts, type RecordReader } from './loadRecordFacts.ts'

/** What a search for faults reads from the chain. */
export type FaultReader = RecordReader &
  Pick<ChainReader, 'chainId' | 'settlement' | 'escrow' | 'datanet' | 'collectedChannels'> & {
    /** Whose channel it is; undefined for one that was never opened. */
    channelOperator(channelId: Hex32): Promise<Address | undefined>
  }

/**
 * Gathers the facts for one epoch. Unlike the verifier it does not stop at what is missing or damaged: a model, price,
 * version or log that is not there is simply not in the facts.
 * @param publications of the epoch and of earlier ones: versions and logs may be published in any of them
 * @param blocks of the epoch's post and of the one before, and the post's time (Unix seconds)
 * @param store where a call's version is looked for if no publication holds it, see {@link loadRecordFacts}
 * @throws what the reader throws when the chain can't be read
 */
export async function loadFaultFacts(
  reader: FaultReader,
  operator: Address,
  publications: readonly (Pick<Published, 'versions' | 'logs'> & { readonly leaves: EvidenceLeaves })[],
  blocks: { readonly current: bigint; readonly previous: bigint | undefined; readonly postedAt: bigint },
  store?: Pick<DataStore, 'get'>,
): Promise<FaultFacts> {
  const current = publications.at(-1)
  const receipts = current?.leaves.receipts.map(({ receipt }) => receipt) ?? []
  const recordFacts = await loadRecordFacts(reader, receipts, publications, blocks.current, store)
  const datanets = new Map<Hex32, ChainDatanet>()
  for (const { datanetId } of recordFacts.versions.values()) {
    if (datanets.has(datanetId)) continue
    const datanet = await reader.datanet(datanetId, blocks.current)
    if (datanet !== undefined) datanets.set(datanetId, datanet)
  }
  return {
    ...recordFacts,
    chainId: reader.chainId,
    settlement: reader.settlement,
    escrow: reader.escrow,
    operator,
    postedAt: blocks.postedAt,
    datanets,
    channels: await loadChannels(reader, operator, new Set(receipts.map((receipt) => receipt.channelId)), blocks),
  }
}

async function loadChannels(
  reader: FaultReader,
  operator: Address,
  named: ReadonlySet<Hex32>,
  blocks: { readonly current: bigint; readonly previous: bigint | undefined },
): Promise<Map<Hex32, ChannelFacts>> {
  const channels = new Map<Hex32, ChannelFacts>()
  const before = blocks.previous === undefined ? [] : await reader.collectedChannels(operator, blocks.previous)
  const collectedBefore = new Map(before.map((channel) => [channel.channelId, channel.collected]))
  for (const { channelId, collected, operator: owner } of await reader.collectedChannels(operator, blocks.current))
    channels.set(channelId, { operator: owner, collected, collectedBefore: collectedBefore.get(channelId) ?? 0n })
  for (const channelId of named) {
    if (channels.has(channelId)) continue
    const owner = await reader.channelOperator(channelId)
    if (owner !== undefined) channels.set(channelId, { operator: owner, collected: 0n, collectedBefore: 0n })
  }
  return channels
}
