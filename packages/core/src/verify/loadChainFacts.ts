import { sortVersion, versionDataBytes, versionRoot } from '../data/versionData.ts'
import { callVersions, type ModelFacts, type VersionFacts } from '../epoch/epochFacts.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ChainDatanet, ChainPrice, ChainReader } from './chainReader.ts'
import type { Published } from './loadPublished.ts'

/** What of the published data names facts of the chain. */
type Naming = Pick<Published, 'leaves' | 'versions' | 'logs'>

/** Reads from the chain every model, with its prices, that receipts or published logs name. @throws EPOCH_FACT_MISSING */
export async function loadModels(
  chain: ChainReader,
  published: Naming,
  block: bigint,
): Promise<Map<Hex32, ModelFacts>> {
  const models = new Map<Hex32, ModelFacts>()
  const prices = new Map<Hex32, Map<number, ChainPrice>>()
  const load = async (modelId: Hex32, file: string, leaf: number | string) => {
    if (models.has(modelId)) return
    const model = await chain.model(modelId, block)
    if (model === undefined)
      throw fault(coreErrors.EPOCH_FACT_MISSING, {
        file,
        leaf,
        field: 'modelId',
        expected: 'a model on chain',
        found: modelId,
      })
    const own = new Map<number, ChainPrice>()
    prices.set(modelId, own)
    models.set(modelId, { ...model, prices: own })
  }
  for (const [leaf, { receipt }] of published.leaves.receipts.entries()) {
    for (const { modelId, priceVersion } of receipt.components) {
      await load(modelId, 'receipts', leaf)
      const own = prices.get(modelId)
      if (own === undefined || own.has(priceVersion)) continue
      const price = await chain.price(modelId, priceVersion)
      if (price === undefined) {
        throw fault(coreErrors.EPOCH_RECEIPT_FEE, {
          file: 'receipts',
          leaf,
          field: 'priceVersion',
          expected: 'a price version on chain',
          found: priceVersion,
        })
      }
      own.set(priceVersion, price)
    }
  }
  for (const { modelId } of published.logs) await load(modelId, 'manifest', 'logs')
  return models
}

/**
 * Checks every published version against the chain: its root, count and published list, and that each record was
 * registered under its contributor's signature. Checks that the versions of every call are published.
 * @returns facts by root
 * @throws EPOCH_FACT_MISSING, EPOCH_FACT_CONFLICT
 */
export async function loadVersions(
  chain: ChainReader,
  published: Naming,
  models: ReadonlyMap<Hex32, ModelFacts>,
  block: bigint,
): Promise<Map<Hex32, VersionFacts>> {
  const versions = new Map<Hex32, VersionFacts>()
  for (const { root, records } of published.versions) {
    const place = { file: `versions/${root}`, leaf: '' }
    const onChain = await chain.version(root)
    if (onChain === undefined)
      throw fault(coreErrors.EPOCH_FACT_MISSING, {
        ...place,
        field: 'root',
        expected: 'a version on chain',
        found: root,
      })
    const rebuilt = versionRoot(records)
    if (rebuilt !== root)
      throw fault(coreErrors.EPOCH_FACT_CONFLICT, { ...place, field: 'root', expected: root, found: rebuilt })
    if (records.length !== onChain.count)
      throw fault(coreErrors.EPOCH_FACT_CONFLICT, {
        ...place,
        field: 'count',
        expected: onChain.count,
        found: records.length,
      })
    const dataHash = hashBytes(versionDataBytes(records))
    if (dataHash !== onChain.dataHash)
      throw fault(coreErrors.EPOCH_FACT_CONFLICT, {
        ...place,
        field: 'data',
        expected: onChain.dataHash,
        found: dataHash,
      })
    const registrants = await chain.registrants(onChain.datanetId, block)
    for (const [leaf, { commitment, contributor }] of sortVersion(records).entries()) {
      if (!registrants.get(commitment)?.has(contributor))
        throw fault(coreErrors.EPOCH_FACT_CONFLICT, {
          ...place,
          leaf,
          field: 'contributor',
          expected: `an account that registered ${commitment}`,
          found: contributor,
        })
    }
    versions.set(root, {
      root,
      datanetId: onChain.datanetId,
      contributors: new Map(records.map((leaf) => [leaf.commitment, leaf.contributor])),
    })
  }
  const require = (root: Hex32, file: string, leaf: number | string) => {
    if (!versions.has(root))
      throw fault(coreErrors.EPOCH_FACT_MISSING, {
        file,
        leaf,
        field: 'version',
        expected: `the records of version ${root} in the manifest`,
        found: 'none',
      })
  }
  for (const [leaf, { receipt }] of published.leaves.receipts.entries()) {
    for (const root of callVersions(models, receipt)) require(root, 'receipts', leaf)
  }
  for (const { modelId } of published.logs) {
    for (const root of models.get(modelId)?.trainingVersions ?? []) require(root, `logs/${modelId}/manifest`, '')
  }
  return versions
}

/** Reads the Datanets of the versions from the chain. @throws EPOCH_FACT_MISSING */
export async function loadDatanets(
  chain: ChainReader,
  versions: ReadonlyMap<Hex32, VersionFacts>,
  block: bigint,
): Promise<Map<Hex32, ChainDatanet>> {
  const datanets = new Map<Hex32, ChainDatanet>()
  for (const { root, datanetId } of versions.values()) {
    if (datanets.has(datanetId)) continue
    const datanet = await chain.datanet(datanetId, block)
    if (datanet === undefined) {
      throw fault(coreErrors.EPOCH_FACT_MISSING, {
        file: `versions/${root}`,
        leaf: '',
        field: 'datanetId',
        expected: 'a Datanet on chain',
        found: datanetId,
      })
    }
    datanets.set(datanetId, datanet)
  }
  return datanets
}
