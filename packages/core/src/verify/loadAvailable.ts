import type { DataStore } from '../data/dataStore.ts'
import type { EpochManifest, TreeName } from '../data/epochManifest.ts'
import type { Epoch } from '../epoch/epoch.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import {
  loadLog,
  loadManifest,
  loadTree,
  loadVersion,
  type ManifestContext,
  type PublishedLog,
  type PublishedVersion,
} from './loadPublished.ts'

/** What can be had of an epoch's published data. A tree that lacks a chunk, or has one of another form, is not here. */
export type Available = {
  readonly leaves: { readonly [Tree in TreeName]?: EpochLeaves[Tree] | undefined }
  readonly versions: readonly PublishedVersion[]
  readonly logs: readonly PublishedLog[]
  /** Whether nothing of this is missing. */
  readonly isWhole: boolean
}

/**
 * Reads of an epoch's data what is there. Unlike {@link import('./loadPublished.ts').loadPublished} it goes on past what
 * is missing or damaged: what an operator withholds must not hide what it shows.
 * @throws what the store throws when it can't be read
 */
export async function loadAvailable(
  store: DataStore,
  epoch: Pick<Epoch, 'operator' | 'number' | 'dataCommitment'>,
  context: ManifestContext,
): Promise<Available> {
  const manifest = await orMissing(loadManifest(store, epoch, context))
  if (manifest === undefined) return { leaves: {}, versions: [], logs: [], isWhole: false }
  const read = <T extends TreeName>(tree: T) => orMissing(loadTree(store, manifest, tree))
  const leaves = {
    receipts: await read('receipts'),
    attributions: await read('attributions'),
    credits: await read('credits'),
    payouts: await read('payouts'),
  }
  const versions = await allThere(manifest.versions, (entry) => loadVersion(store, entry))
  const logs = await allThere(manifest.logs, (entry) => loadLog(store, entry))
  const isWhole =
    Object.values(leaves).every((tree) => tree !== undefined) &&
    versions.length === manifest.versions.length &&
    logs.length === manifest.logs.length
  return { leaves, versions, logs, isWhole }
}

async function allThere<E extends EpochManifest['versions' | 'logs'][number], T>(
  entries: readonly E[],
  load: (entry: E) => Promise<T>,
): Promise<T[]> {
  const there: T[] = []
  for (const entry of entries) {
    const loaded = await orMissing(load(entry))
    if (loaded !== undefined) there.push(loaded)
  }
  return there
}

/** What is missing or damaged is undefined. */
async function orMissing<T>(loading: Promise<T>): Promise<T | undefined> {
  try {
    return await loading
  } catch (error) {
    if (OpenLedgerError.find(error)?.code.startsWith('VERIFY_') === true) return undefined
    throw error
  }
}
