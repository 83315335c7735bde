import { z } from 'zod'
import { CHUNK_BYTES_MAX } from '../data/chunks.ts'
import type { DataStore } from '../data/dataStore.ts'
import { type EpochManifest, parseEpochManifest, type TreeName } from '../data/epochManifest.ts'
import { parseVersionData } from '../data/versionData.ts'
import type { Epoch } from '../epoch/epoch.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { attributionLeafSchema } from '../leaves/attributionLeaf.ts'
import { creditLeafSchema } from '../leaves/creditLeaf.ts'
import { payoutLeafSchema } from '../leaves/payoutLeaf.ts'
import { signedReceiptSchema } from '../leaves/receiptLeaf.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { parseRules, type Rules } from '../rules/rules.ts'
import { parseBlob, readBlob } from './readBlob.ts'

/** All that is published of an epoch, read from the store: every blob has its address's hash and the protocol's form. */
export type Published = {
  readonly manifest: EpochManifest
  readonly leaves: EpochLeaves
  readonly rules: Rules
  readonly versions: readonly { readonly root: Hex32; readonly records: readonly VersionLeaf[] }[]
  readonly logs: readonly { readonly modelId: Hex32; readonly manifest: Uint8Array; readonly log: Uint8Array }[]
  /** Blobs read. */
  readonly blobs: number
}

/** What the manifest must say of itself. */
export type ManifestContext = {
  readonly chainId: number
  readonly settlement: `0x${string}`
  readonly previousData: Hex32 | null
}

/** Reads the manifest that the post commits to. @throws VERIFY_BLOB_*, VERIFY_MANIFEST_WRONG */
export async function loadManifest(
  store: DataStore,
  epoch: Pick<Epoch, 'operator' | 'number' | 'dataCommitment'>,
  context: ManifestContext,
): Promise<EpochManifest> {
  const name = { file: 'manifest' }
  const bytes = await readBlob(store, epoch.dataCommitment, name)
  const manifest = parseBlob(bytes, epoch.dataCommitment, name, parseEpochManifest)
  const expected = {
    chainId: context.chainId,
    settlement: context.settlement,
    operator: epoch.operator,
    epoch: epoch.number,
    previousData: context.previousData,
  }
  for (const field of ['chainId', 'settlement', 'operator', 'epoch', 'previousData'] as const) {
    if (manifest[field] !== expected[field]) {
      throw fault(coreErrors.VERIFY_MANIFEST_WRONG, {
        file: 'manifest',
        leaf: '',
        field,
        expected: String(expected[field]),
        found: String(manifest[field]),
      })
    }
  }
  return manifest
}

/** Reads every blob that a manifest names. @throws VERIFY_BLOB_* */
export async function loadPublished(store: DataStore, manifest: EpochManifest): Promise<Published> {
  const leaves: EpochLeaves = {
    receipts: await loadTree(store, manifest, 'receipts', signedReceiptSchema),
    attributions: await loadTree(store, manifest, 'attributions', attributionLeafSchema),
    credits: await loadTree(store, manifest, 'credits', creditLeafSchema),
    payouts: await loadTree(store, manifest, 'payouts', payoutLeafSchema),
  }
  const rules = parseBlob(
    await readBlob(store, manifest.rules, { file: 'rules' }),
    manifest.rules,
    { file: 'rules' },
    parseRules,
  )
  const versions: { root: Hex32; records: VersionLeaf[] }[] = []
  for (const { root, data } of manifest.versions) {
    const name = { file: `versions/${root}` }
    versions.push({ root, records: parseBlob(await readBlob(store, data, name), data, name, parseVersionData) })
  }
  const logs: { modelId: Hex32; manifest: Uint8Array; log: Uint8Array }[] = []
  for (const entry of manifest.logs) {
    logs.push({
      modelId: entry.modelId,
      manifest: await readBlob(store, entry.manifest, { file: `logs/${entry.modelId}/manifest` }),
      log: await readBlob(store, entry.log, { file: `logs/${entry.modelId}/log` }),
    })
  }
  const chunks = Object.values(manifest.trees).reduce((sum, tree) => sum + tree.chunks.length, 0)
  return { manifest, leaves, rules, versions, logs, blobs: 2 + chunks + versions.length + 2 * logs.length }
}

/** Reads a tree's leaves chunk by chunk. */
async function loadTree<T extends z.ZodType>(
  store: DataStore,
  manifest: EpochManifest,
  tree: TreeName,
  schema: T,
): Promise<z.output<T>[]> {
  const { count, chunkSize, chunks } = manifest.trees[tree]
  const leaves: z.output<T>[] = []
  for (const [i, address] of chunks.entries()) {
    const first = i * chunkSize
    const length = Math.min(chunkSize, count - first)
    const name = { file: `${tree}/chunks/${i}`, leaf: `leaves ${first}-${first + length - 1}` }
    const bytes = await readBlob(store, address, name)
    if (bytes.length > CHUNK_BYTES_MAX) {
      throw fault(coreErrors.VERIFY_BLOB_FORM, {
        file: `${name.file} ${address}`,
        leaf: name.leaf,
        field: 'bytes',
        expected: `at most ${CHUNK_BYTES_MAX}`,
        found: bytes.length,
      })
    }
    const read = parseBlob(bytes, address, name, (content) =>
      parseCanonical(z.array(schema).length(length), content, name.file),
    )
    for (const leaf of read) leaves.push(leaf)
  }
  return leaves
}
