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
import { readAhead } from './readAhead.ts'
import { parseBlob, readBlob } from './readBlob.ts'

/** A Datanet version's records. */
export type PublishedVersion = { readonly root: Hex32; readonly records: readonly VersionLeaf[] }

/** A model's training manifest and log, as bytes. */
export type PublishedLog = { readonly modelId: Hex32; readonly manifest: Uint8Array; readonly log: Uint8Array }

/** All that is published of an epoch, read from the store: every blob has its address's hash and the protocol's form. */
export type Published = {
  readonly manifest: EpochManifest
  readonly leaves: EpochLeaves
  readonly rules: Rules
  readonly versions: readonly PublishedVersion[]
  readonly logs: readonly PublishedLog[]
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
  const texts = new Map<string, string>()
  const leaves: EpochLeaves = {
    receipts: await loadTree(store, manifest, 'receipts'),
    attributions: await loadTree(store, manifest, 'attributions', texts),
    credits: await loadTree(store, manifest, 'credits', texts),
    payouts: await loadTree(store, manifest, 'payouts', texts),
  }
  const rules = parseBlob(
    await readBlob(store, manifest.rules, { file: 'rules' }),
    manifest.rules,
    { file: 'rules' },
    parseRules,
  )
  const versions: PublishedVersion[] = []
  for (const entry of manifest.versions) versions.push(await loadVersion(store, entry))
  const logs: PublishedLog[] = []
  for (const entry of manifest.logs) logs.push(await loadLog(store, entry))
  const chunks = Object.values(manifest.trees).reduce((sum, tree) => sum + tree.chunks.length, 0)
  return { manifest, leaves, rules, versions, logs, blobs: 2 + chunks + versions.length + 2 * logs.length }
}

/** Reads a version's records. @throws VERIFY_BLOB_* */
export async function loadVersion(
  store: DataStore,
  { root, data }: EpochManifest['versions'][number],
): Promise<PublishedVersion> {
  const name = { file: `versions/${root}` }
  return { root, records: parseBlob(await readBlob(store, data, name), data, name, parseVersionData) }
}

/** Reads a model's training manifest and log, unparsed. @throws VERIFY_BLOB_* */
export async function loadLog(
  store: DataStore,
  { modelId, manifest, log }: EpochManifest['logs'][number],
): Promise<PublishedLog> {
  return {
    modelId,
    manifest: await readBlob(store, manifest, { file: `logs/${modelId}/manifest` }),
    log: await readBlob(store, log, { file: `logs/${modelId}/log` }),
  }
}

const leafSchemas = {
  receipts: signedReceiptSchema,
  attributions: attributionLeafSchema,
  credits: creditLeafSchema,
  payouts: payoutLeafSchema,
} as const satisfies Record<TreeName, z.ZodType>

/** Chunks that are fetched ahead of the one that is read. */
const AHEAD = 8

/**
 * Reads a tree's leaves chunk by chunk.
 * @param texts where given, equal texts of leaves are kept once: accounts and calls come again in every other leaf
 * @throws VERIFY_BLOB_*
 */
export async function loadTree<T extends TreeName>(
  store: DataStore,
  manifest: EpochManifest,
  tree: T,
  texts?: Map<string, string>,
): Promise<z.output<(typeof leafSchemas)[T]>[]> {
  const schema: (typeof leafSchemas)[T] = leafSchemas[tree]
  const { count, chunkSize, chunks } = manifest.trees[tree]
  const leaves: z.output<(typeof leafSchemas)[T]>[] = []
  const nameOf = (i: number) => {
    const first = i * chunkSize
    const length = Math.min(chunkSize, count - first)
    return { length, name: { file: `${tree}/chunks/${i}`, leaf: `leaves ${first}-${first + length - 1}` } }
  }
  const read = async (address: Hex32, i: number) => {
    const { length, name } = nameOf(i)
    return { address, length, name, bytes: await readBlob(store, address, name) }
  }
  for await (const { address, length, name, bytes } of readAhead(chunks, read, AHEAD)) {
    if (bytes.length > CHUNK_BYTES_MAX) {
      throw fault(coreErrors.VERIFY_BLOB_FORM, {
        file: `${name.file} ${address}`,
        leaf: name.leaf,
        field: 'bytes',
        expected: `at most ${CHUNK_BYTES_MAX}`,
        found: bytes.length,
      })
    }
    const parsed = parseBlob(bytes, address, name, (content) =>
      parseCanonical(z.array(schema).length(length), content, name.file),
    )
    for (const leaf of parsed) leaves.push(texts === undefined ? leaf : withSharedTexts(leaf, texts))
  }
  return leaves
}

/** The same leaf, its texts those that are known already. */
function withSharedTexts<T extends object>(leaf: T, texts: Map<string, string>): T {
  for (const [field, value] of Object.entries(leaf)) {
    if (typeof value !== 'string') continue
    const known = texts.get(value)
    if (known === undefined) texts.set(value, value)
    else Reflect.set(leaf, field, known)
  }
  return leaf
}
