import { z } from 'zod'

/** The file of an index's folder that is written last: a folder without it is no index. */
export const SPAN_MANIFEST = 'index.json'

/** The files of a shard, each named `NUMBER.KIND` in the index's folder. */
export const shardFiles = ['tokens', 'suffixes', 'documents', 'ids'] as const
export type ShardFile = (typeof shardFiles)[number]

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** What an index's folder says of itself. Numbers in the shard files are little-endian. */
export const spanManifestSchema = z.strictObject({
  format: z.literal('openledger-spans'),
  version: z.literal(1),
  /** Tokens are numbers below this; below 65,536 they are kept in 16 bits, else in 32. */
  vocabulary: z
    .int()
    .min(1)
    .max(2 ** 31 - 2),
  shards: z.array(
    z.strictObject({
      /** Tokens, separators not counted. */
      tokens: z.int().min(0),
      documents: z.int().min(0),
      sha256: z.strictObject({ tokens: sha256, suffixes: sha256, documents: sha256, ids: sha256 }),
    }),
  ),
})
export type SpanManifest = z.infer<typeof spanManifestSchema>

/** How tokens of a vocabulary, its separator included, are kept. */
export const tokenArray = (vocabulary: number) => (vocabulary < 2 ** 16 ? Uint16Array : Uint32Array)
