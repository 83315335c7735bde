import type { DataStore } from '../data/dataStore.ts'
import { parseVersionData, versionRoot } from '../data/versionData.ts'
import type { Receipt } from '../eip712/receipt.ts'
import { callVersions, type ModelFacts, type VersionFacts } from '../epoch/epochFacts.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { parseTrainingManifest, trainingManifestHash } from '../training/manifest.ts'
import { logRoot, parseTrainingLog, trainedRecordLeaves } from '../training/trainingLog.ts'
import type { ChainModel, ChainPrice, ChainReader } from '../verify/chainReader.ts'
import type { Published } from '../verify/loadPublished.ts'
import type { RecordFacts, TrainingLogLeaves } from './faultFacts.ts'

/** What is read from the chain about records. */
export type RecordReader = Pick<ChainReader, 'model' | 'price' | 'version'>

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
 * Gathers where the records of an epoch's calls stand. A model, price, version or log that is not on chain, not there or
 * damaged is simply not in the facts.
 * @param publications versions and logs may be published in any of them
 * @param block of the epoch's post
 * @param store where a call's version is looked for, by the address that the chain has for it, if no publication holds it:
 * what an operator leaves out must not hide its lies
 * @throws what the reader throws when the chain can't be read
 */
export async function loadRecordFacts(
  reader: RecordReader,
  receipts: readonly Receipt[],
  publications: readonly Pick<Published, 'versions' | 'logs'>[],
  block: bigint,
  store?: Pick<DataStore, 'get'>,
): Promise<RecordFacts> {
  const models = await loadModels(reader, receipts, block)
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
  const logs = new Map<Hex32, TrainingLogLeaves>()
  for (const log of publications.flatMap((publication) => publication.logs)) {
    const model = models.get(log.modelId)
    const read = model === undefined ? undefined : readLog(model, log)
    if (read !== undefined) logs.set(log.modelId, read)
  }
  const trained = new Map(
    [...logs].map(([id, { records }]) => [id, new Map(records.map((leaf) => [leaf.commitment, leaf.uses]))]),
  )
  return { models, versions, versionLeaves, logs, trained }
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
  reader: RecordReader,
  receipts: readonly Pick<Receipt, 'components'>[],
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
): TrainingLogLeaves | undefined {
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
