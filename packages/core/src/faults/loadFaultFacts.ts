import type { DataStore } from '../data/dataStore.ts'
import { parseVersionData, versionRoot } from '../data/versionData.ts'
import { callVersions, type ModelFacts, type VersionFacts } from '../epoch/epochFacts.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { TrainedRecord } from '../leaves/trainedRecordLeaf.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { parseTrainingManifest, trainingManifestHash } from '../training/manifest.ts'
import { logRoot, parseTrainingLog, trainedRecordLeaves } from '../training/trainingLog.ts'
import type { ChainDatanet, ChainModel, ChainPrice, ChainReader } from '../verify/chainReader.ts'
import type { Published } from '../verify/loadPublished.ts'
import type { ChannelFacts, EvidenceLeaves, FaultFacts } from './faultFacts.ts'

/** What a search for faults reads from the chain. */
export type FaultReader = Pick<
  ChainReader,
  'chainId' | 'settlement' | 'escrow' | 'model' | 'price' | 'version' | 'datanet' | 'collectedChannels'
> & {
  /** Whose channel it is; undefined for one that was never opened. */
  channelOperator(channelId: Hex32): Promise<Address | undefined>
}

/** Reads answers that never change, or change with the block only, once each. */
const remember = <T>(read: (key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>()
  return (key: string) => {
    const answer = known.get(key) ?? read(key)
    known.set(key, answer)
    return answer
  }
}

/**
 * Gathers the facts for one epoch. Unlike the verifier it does not stop at what is missing or damaged: a model, price,
 * version or log that is not there is simply not in the facts.
 * @param publications of the epoch and of earlier ones: versions and logs may be published in any of them
 * @param blocks of the epoch's post and of the one before, and the post's time (Unix seconds)
 * @param store where a call's version is looked for, by the address that the chain has for it, if no publication holds it:
 * what an operator leaves out must not hide its lies
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
  const models = await loadModels(reader, receipts, blocks.current)
  const versions = new Map<Hex32, VersionFacts>()
  const versionLeaves = new Map<Hex32, readonly VersionLeaf[]>()
  const versionOf = remember((root) => reader.version(root as Hex32))
  const keep = async (root: Hex32, records: readonly VersionLeaf[] | undefined) => {
    if (records === undefined || versions.has(root) || versionRoot(records) !== root) return
    const onChain = await versionOf(root)
    if (onChain === undefined || onChain.count !== records.length) return
    const contributors = new Map(records.map((leaf) => [leaf.commitment, leaf.contributor]))
    versions.set(root, { root, datanetId: onChain.datanetId, contributors })
    versionLeaves.set(root, records)
  }
  for (const { root, records } of publications.flatMap((publication) => publication.versions)) await keep(root, records)
  const known = receipts.filter(({ components }) => components.every(({ modelId }) => models.has(modelId)))
  for (const root of new Set(known.flatMap((receipt) => callVersions(models, receipt)))) {
    const onChain = versions.has(root) ? undefined : await versionOf(root)
    if (onChain !== undefined && store !== undefined) await keep(root, await readVersion(store, onChain.dataHash))
  }
  const datanets = new Map<Hex32, ChainDatanet>()
  for (const { datanetId } of versions.values()) {
    if (datanets.has(datanetId)) continue
    const datanet = await reader.datanet(datanetId, blocks.current)
    if (datanet !== undefined) datanets.set(datanetId, datanet)
  }
  const logs = new Map<Hex32, { readonly head: Hex32; readonly records: readonly TrainedRecord[] }>()
  for (const log of publications.flatMap((publication) => publication.logs)) {
    const model = models.get(log.modelId)
    const read = model === undefined ? undefined : readLog(model, log)
    if (read !== undefined) logs.set(log.modelId, read)
  }
  return {
    chainId: reader.chainId,
    settlement: reader.settlement,
    escrow: reader.escrow,
    operator,
    postedAt: blocks.postedAt,
    models,
    datanets,
    versions,
    versionLeaves,
    logs,
    trained: new Map(
      [...logs].map(([id, { records }]) => [id, new Map(records.map((leaf) => [leaf.commitment, leaf.uses]))]),
    ),
    channels: await loadChannels(reader, operator, new Set(receipts.map((receipt) => receipt.channelId)), blocks),
  }
}

/** A version's records as its Datanet published them; undefined where the store does not have them. */
async function readVersion(store: Pick<DataStore, 'get'>, dataHash: Hex32): Promise<VersionLeaf[] | undefined> {
  try {
    const bytes = await store.get(dataHash)
    return hashBytes(bytes) === dataHash ? parseVersionData(bytes) : undefined
  } catch (error) {
    if (error instanceof OpenLedgerError) return undefined
    throw error
  }
}

async function loadModels(
  reader: FaultReader,
  receipts: readonly { readonly components: readonly { readonly modelId: Hex32; readonly priceVersion: number }[] }[],
  block: bigint,
): Promise<Map<Hex32, ModelFacts>> {
  const models = new Map<Hex32, ModelFacts>()
  const prices = new Map<Hex32, Map<number, ChainPrice>>()
  const modelOf = remember((modelId) => reader.model(modelId as Hex32, block))
  for (const { modelId, priceVersion } of receipts.flatMap((receipt) => receipt.components)) {
    const model = await modelOf(modelId)
    if (model === undefined) continue
    const own = prices.get(modelId) ?? new Map<number, ChainPrice>()
    prices.set(modelId, own)
    models.set(modelId, { ...model, prices: own })
    if (own.has(priceVersion)) continue
    const price = await reader.price(modelId, priceVersion)
    if (price !== undefined) own.set(priceVersion, price)
  }
  return models
}

/** A model's log if it is the registered one, else undefined. */
function readLog(
  model: ChainModel,
  published: { readonly manifest: Uint8Array; readonly log: Uint8Array },
): { readonly head: Hex32; readonly records: readonly TrainedRecord[] } | undefined {
  try {
    const manifestHash = trainingManifestHash(parseTrainingManifest(published.manifest))
    if (manifestHash !== model.manifestHash) return undefined
    const log = parseTrainingLog(published.log, manifestHash)
    return logRoot(log) === model.logRoot ? { head: log.head, records: trainedRecordLeaves(log) } : undefined
  } catch (error) {
    if (error instanceof OpenLedgerError) return undefined
    throw error
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
