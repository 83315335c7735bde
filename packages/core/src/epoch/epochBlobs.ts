import { z } from 'zod'
import { cutChunks } from '../data/chunks.ts'
import { type EpochManifest, epochManifestBytes, type PublishedTree } from '../data/epochManifest.ts'
import { versionDataBytes } from '../data/versionData.ts'
import { attributionLeafSchema } from '../leaves/attributionLeaf.ts'
import { creditLeafSchema } from '../leaves/creditLeaf.ts'
import { payoutLeafSchema } from '../leaves/payoutLeaf.ts'
import { signedReceiptSchema } from '../leaves/receiptLeaf.ts'
import type { VersionLeaf } from '../leaves/versionLeaf.ts'
import { hashBytes } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { type Rules, rulesBytes } from '../rules/rules.ts'
import type { EpochLeaves } from './epochTrees.ts'

/** A model's training manifest and log, as the trainer wrote them. */
export type TrainingBlobs = { readonly modelId: Hex32; readonly manifest: Uint8Array; readonly log: Uint8Array }

/** Everything that is published of an epoch. */
export type EpochPublication = Pick<EpochManifest, 'chainId' | 'settlement' | 'operator' | 'epoch' | 'previousData'> & {
  readonly leaves: EpochLeaves
  readonly rules: Rules
  readonly versions: readonly { readonly root: Hex32; readonly records: readonly VersionLeaf[] }[]
  readonly logs: readonly TrainingBlobs[]
}

/**
 * Makes an epoch's blobs and the manifest that addresses them.
 * @returns every blob by its address; `dataCommitment` is the manifest's
 * @throws DATA_LEAF_TOO_LARGE
 */
export function epochBlobs(publication: EpochPublication): {
  readonly dataCommitment: Hex32
  readonly manifest: EpochManifest
  readonly blobs: ReadonlyMap<Hex32, Uint8Array>
} {
  const blobs = new Map<Hex32, Uint8Array>()
  const keep = (bytes: Uint8Array): Hex32 => {
    const hash = hashBytes(bytes)
    blobs.set(hash, bytes)
    return hash
  }
  const tree = (leaves: readonly unknown[]): PublishedTree => {
    const { chunkSize, chunks } = cutChunks(leaves)
    return { count: leaves.length, chunkSize, chunks: chunks.map(keep) }
  }
  const { leaves } = publication
  const byKey = <T>(list: readonly T[], key: (entry: T) => Hex32) =>
    [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const manifest: EpochManifest = {
    kind: 'openledger.epoch',
    version: 1,
    chainId: publication.chainId,
    settlement: publication.settlement,
    operator: publication.operator,
    epoch: publication.epoch,
    previousData: publication.previousData,
    trees: {
      receipts: tree(leaves.receipts.map((leaf) => z.encode(signedReceiptSchema, leaf))),
      attributions: tree(leaves.attributions.map((leaf) => z.encode(attributionLeafSchema, leaf))),
      credits: tree(leaves.credits.map((leaf) => z.encode(creditLeafSchema, leaf))),
      payouts: tree(leaves.payouts.map((leaf) => z.encode(payoutLeafSchema, leaf))),
    },
    rules: keep(rulesBytes(publication.rules)),
    versions: byKey(publication.versions, (v) => v.root).map(({ root, records }) => ({
      root,
      data: keep(versionDataBytes(records)),
    })),
    logs: byKey(publication.logs, (l) => l.modelId).map(({ modelId, manifest: bytes, log }) => ({
      modelId,
      manifest: keep(bytes),
      log: keep(log),
    })),
  }
  return { dataCommitment: keep(epochManifestBytes(manifest)), manifest, blobs }
}
