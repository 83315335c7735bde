import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { attributionErrors } from '../errors.ts'
import type { SpanIndex, SpanShard } from './spanIndex.ts'
import { SPAN_MANIFEST, type SpanManifest, shardFiles, spanManifestSchema, tokenArray } from './spanManifest.ts'

/**
 * Reads an index that `writeSpanIndex` wrote, into memory: 6 bytes for each token (8 with a vocabulary of more than 16
 * bits), and its documents' ids.
 *
 * @returns undefined when there is none, or it was not finished
 * @throws ATTRIBUTION_SPAN_INDEX_DAMAGED when its files are not those that were written
 */
export async function readSpanIndex(folder: string): Promise<SpanIndex | undefined> {
  const text = await readFile(join(folder, SPAN_MANIFEST), 'utf8').catch(absent)
  if (text === undefined) return undefined
  const manifest = parseManifest(folder, text)
  const shards: SpanShard[] = []
  for (const [number, shard] of manifest.shards.entries())
    shards.push(await readShard(join(folder, String(number)), shard, manifest.vocabulary))
  return { vocabulary: manifest.vocabulary, shards }
}

function parseManifest(folder: string, text: string): SpanManifest {
  try {
    return spanManifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw damaged(join(folder, SPAN_MANIFEST), cause)
  }
}

async function readShard(stem: string, shard: SpanManifest['shards'][number], vocabulary: number): Promise<SpanShard> {
  const files = { tokens: empty, suffixes: empty, documents: empty, ids: empty }
  for (const kind of shardFiles) {
    const bytes = await readFile(`${stem}.${kind}`).catch(absent)
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== shard.sha256[kind])
      throw damaged(`${stem}.${kind}`)
    files[kind] = bytes
  }
  const tokens = new (tokenArray(vocabulary))(aligned(files.tokens))
  return {
    tokens,
    suffixes: new Uint32Array(aligned(files.suffixes)),
    buckets: bucketsOf(tokens, vocabulary),
    documentStarts: new Uint32Array(aligned(files.documents)),
    documentIds: z.array(z.string()).parse(JSON.parse(new TextDecoder().decode(files.ids))),
  }
}

const empty: Uint8Array<ArrayBufferLike> = new Uint8Array()

/** The bytes in a buffer of their own, so that numbers of any width can be read in place. Node reads small files into a pool. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  // A Buffer's own slice would be a view of the same pool.
  return (isWhole ? bytes.buffer : new Uint8Array(bytes).buffer) as ArrayBuffer
}

function bucketsOf(tokens: Uint16Array | Uint32Array, vocabulary: number): Uint32Array {
  // One place more than needed: the separators are counted too, and fall off at the end.
  const buckets = new Uint32Array(vocabulary + 2)
  for (const token of tokens) buckets[token + 1] = (buckets[token + 1] ?? 0) + 1
  for (let token = 1; token <= vocabulary; token++) buckets[token] = (buckets[token] ?? 0) + (buckets[token - 1] ?? 0)
  return buckets.subarray(0, vocabulary + 1)
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

function damaged(file: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(attributionErrors.ATTRIBUTION_SPAN_INDEX_DAMAGED, `${file} is not what was written.`, {
    cause,
  })
}
