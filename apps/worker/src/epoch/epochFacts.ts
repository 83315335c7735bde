import type { BuildEpochInput } from '@openledger/core/epoch/buildEpoch.ts'
import { callVersions, type ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainPrice } from '@openledger/core/verify/chainReader.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { asc, eq } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import { adapterOfManifest } from '../training/adapterRows.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** What an epoch's money depends on besides receipts and attributions, with the indexes' thresholds. */
export type GatheredFacts = Pick<BuildEpochInput, 'models' | 'datanets' | 'versions' | 'logs'> & {
  /** By index hash, in 1e-6 of the index's unit. */
  readonly thresholds: ReadonlyMap<Hex32, bigint>
}

/**
 * Gathers an epoch's facts: models, prices, versions and Datanets from the chain, as a verifier will read them; the
 * versions' records from the database; training manifests and logs from the DataStore.
 *
 * @throws EPOCH_STUCK naming what is missing
 */
export async function gatherEpochFacts(deps: WorkerDeps, receipts: readonly SignedReceipt[]): Promise<GatheredFacts> {
  const { db, chainReader, dataStore } = deps
  const block = await deps.chain.blockNumber()
  const components = receipts.flatMap(({ receipt }) => receipt.components)
  const models: ModelFacts[] = []
  for (const modelId of new Set(components.map((component) => component.modelId))) {
    const model = required(await chainReader.model(modelId, block), `the model ${modelId}`)
    const prices = new Map<number, ChainPrice>()
    for (const { priceVersion } of components.filter((component) => component.modelId === modelId)) {
      if (prices.has(priceVersion)) continue
      prices.set(
        priceVersion,
        required(await chainReader.price(modelId, priceVersion), `price ${priceVersion} of ${modelId}`),
      )
    }
    models.push({ ...model, prices })
  }
  const byId = new Map(models.map((model) => [model.modelId, model]))
  const roots = new Set(receipts.flatMap(({ receipt }) => callVersions(byId, receipt)))
  const versions: GatheredFacts['versions'][number][] = []
  for (const root of roots) {
    const { datanetId } = required(await chainReader.version(root), `the version ${root}`)
    const leaves = await db
      .select({ commitment: records.commitment, contributor: records.contributor })
      .from(versionRecords)
      .innerJoin(records, eq(records.commitment, versionRecords.commitment))
      .where(eq(versionRecords.root, root))
      .orderBy(asc(versionRecords.position))
    versions.push({ root, datanetId, records: leaves })
  }
  const datanets: GatheredFacts['datanets'][number][] = []
  for (const datanetId of new Set(versions.map((version) => version.datanetId))) {
    datanets.push(required(await chainReader.datanet(datanetId, block), `the Datanet ${datanetId}`))
  }
  const logs: GatheredFacts['logs'][number][] = []
  const thresholds = new Map<Hex32, bigint>()
  for (const model of models) {
    if (model.trainingVersions.length === 0) continue
    const adapter = required(await adapterOfManifest(db, model.manifestHash), `the training of ${model.modelId}`)
    const manifest = await dataStore.get(adapter.manifestDataHash)
    const log = await dataStore.get(adapter.logDataHash)
    logs.push({ modelId: model.modelId, manifest, log })
    thresholds.set(adapter.indexHash, adapter.threshold)
  }
  return { models, datanets, versions, logs, thresholds }
}

function required<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value
  throw new OpenLedgerError(workerErrors.EPOCH_STUCK, `The epoch needs ${what}, which is not there.`)
}
