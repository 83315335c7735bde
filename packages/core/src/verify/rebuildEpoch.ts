import type { DataStore } from '../data/dataStore.ts'
import { parseEpochManifest } from '../data/epochManifest.ts'
import { type BuiltEpoch, buildEpoch } from '../epoch/buildEpoch.ts'
import { fault } from '../epoch/fault.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionEntry, methodSchema } from '../leaves/attributionLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ChainReader } from './chainReader.ts'
import { checkChannels } from './checkChannels.ts'
import { checkTimes } from './checkTimes.ts'
import { loadDatanets, loadModels, loadVersions } from './loadChainFacts.ts'
import { loadManifest, loadPublished } from './loadPublished.ts'
import { parseBlob, readBlob } from './readBlob.ts'
import { verifyEpoch } from './verifyEpoch.ts'

/** What to build again, and with what. */
export type RebuildInput = {
  readonly chain: ChainReader
  readonly store: DataStore
  readonly operator: Address
  /** Address of the manifest that the operator published. */
  readonly manifest: Hex32
  /** Block as of which the chain is read: what is collected up to it is what the epoch settles. */
  readonly block: bigint
  /** Of that block, Unix seconds: receipts are from before. */
  readonly time: bigint
}

/**
 * Derives an epoch that its operator published and did not post, so that somebody else can post it: every receipt's
 * signature, every amount and root, and that its channels end at what is collected. All earlier epochs are verified first.
 * @returns the epoch, whose data commitment is the given manifest
 * @throws EPOCH_*, VERIFY_* naming the first thing that does not hold; what chain and store throw when they can't be read
 */
export async function rebuildEpoch(input: RebuildInput): Promise<BuiltEpoch> {
  const { chain, store, operator, block } = input
  const { chainId, settlement } = chain
  const name = { file: 'manifest' }
  const bytes = await readBlob(store, input.manifest, name)
  const { epoch: number } = parseBlob(bytes, input.manifest, name, parseEpochManifest)
  const previous = number > 1n ? await verified({ chain, store, operator, number: number - 1n }) : undefined
  const context = { chainId, settlement, previousData: previous?.dataCommitment ?? null }
  const manifest = await loadManifest(store, { operator, number, dataCommitment: input.manifest }, context)
  const published = await loadPublished(store, manifest)
  checkTimes(published.leaves.receipts, input.time)
  const models = await loadModels(chain, published, block)
  const versions = await loadVersions(chain, published, models, block)
  const datanets = await loadDatanets(chain, versions, block)
  const attributions = new Map<Hex32, AttributionEntry[]>()
  for (const [leaf, { callId, receipt: _, ...entry }] of published.leaves.attributions.entries()) {
    const method = methodSchema.safeParse(entry.method)
    if (!method.success) {
      const place = { file: 'attributions', leaf, field: 'method' }
      throw fault(coreErrors.VERIFY_BLOB_FORM, { ...place, expected: '1, 2 or 3', found: entry.method })
    }
    attributions.set(callId, [...(attributions.get(callId) ?? []), { ...entry, method: method.data }])
  }
  const built = await buildEpoch({
    chainId,
    settlement,
    operator,
    number,
    previous,
    receipts: published.leaves.receipts,
    attributions,
    models: [...models.values()],
    datanets: [...datanets.values()],
    versions: published.versions.flatMap(({ root, records }) => {
      const version = versions.get(root)
      return version === undefined ? [] : [{ root, datanetId: version.datanetId, records }]
    }),
    logs: published.logs,
    rules: published.rules,
  })
  checkChannels(chain, operator, built.next.channels, await chain.collectedChannels(operator, block))
  const { dataCommitment } = built.epoch
  if (dataCommitment === input.manifest) return built
  const place = { file: 'manifest', leaf: '', field: 'address' }
  throw fault(coreErrors.VERIFY_MANIFEST_WRONG, { ...place, expected: dataCommitment, found: input.manifest })
}

/** What an epoch after a verified one continues from. @throws VERIFY_EPOCH_UNKNOWN, and VERIFY_PREVIOUS_FAULTY */
async function verified(input: Parameters<typeof verifyEpoch>[0]) {
  const { next, firstDifference } = await verifyEpoch(input)
  if (next !== undefined) return next
  throw new OpenLedgerError(
    coreErrors.VERIFY_PREVIOUS_FAULTY,
    `Epoch ${input.number} or one before it does not hold: ${firstDifference?.message ?? 'no reason given'}`,
  )
}
