import { z } from 'zod'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { addressSchema } from '../primitives/address.ts'
import { hex32Schema } from '../primitives/hex.ts'
import { uint32Schema, uint64Schema } from '../primitives/integers.ts'
import { CHUNK_LEAVES_MAX } from './chunks.ts'

/** A published tree: `chunks` are the addresses of aligned runs of `chunkSize` leaves, the last one possibly shorter. */
export const publishedTreeSchema = z
  .strictObject({
    count: uint32Schema,
    chunkSize: z
      .int()
      .min(1)
      .max(CHUNK_LEAVES_MAX)
      .refine((size) => (size & (size - 1)) === 0, { error: 'must be a power of two' }),
    chunks: z.array(hex32Schema),
  })
  .refine((tree) => tree.chunks.length === Math.ceil(tree.count / tree.chunkSize), {
    error: 'the chunks do not cover the count',
  })
export type PublishedTree = z.output<typeof publishedTreeSchema>

/** The trees that are published leaf by leaf. */
export const TREE_NAMES = ['receipts', 'attributions', 'credits', 'payouts'] as const
export type TreeName = (typeof TREE_NAMES)[number]

const ascending = (keys: readonly string[]) => keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key)

/** What an epoch's `dataCommitment` addresses: protocol §7. Versions ascend by root, logs by modelId. */
export const epochManifestSchema = z.strictObject({
  kind: z.literal('openledger.epoch'),
  version: z.literal(1),
  chainId: z.int().min(1),
  settlement: addressSchema,
  operator: addressSchema,
  epoch: uint64Schema,
  previousData: hex32Schema.nullable(),
  trees: z.strictObject({
    receipts: publishedTreeSchema,
    attributions: publishedTreeSchema,
    credits: publishedTreeSchema,
    payouts: publishedTreeSchema,
  }),
  rules: hex32Schema,
  versions: z
    .array(z.strictObject({ root: hex32Schema, data: hex32Schema }))
    .refine((list) => ascending(list.map((entry) => entry.root)), { error: 'versions must ascend by root, each once' }),
  logs: z
    .array(z.strictObject({ modelId: hex32Schema, manifest: hex32Schema, log: hex32Schema }))
    .refine((list) => ascending(list.map((entry) => entry.modelId)), {
      error: 'logs must ascend by modelId, each once',
    }),
})
export type EpochManifest = z.output<typeof epochManifestSchema>

/** The manifest's bytes as they are published. */
export function epochManifestBytes(manifest: EpochManifest): Uint8Array {
  return canonicalBytes(z.encode(epochManifestSchema, manifest))
}

/** Reads a manifest strictly. @throws CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID */
export function parseEpochManifest(bytes: Uint8Array): EpochManifest {
  return parseCanonical(epochManifestSchema, bytes, 'epoch manifest')
}
