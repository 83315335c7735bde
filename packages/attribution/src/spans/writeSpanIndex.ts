import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { attributionErrors } from '../errors.ts'
import type { TokenSequence } from './spanIndex.ts'
import { type ShardFile, SPAN_MANIFEST, type SpanManifest, shardFiles, tokenArray } from './spanManifest.ts'
import { sortInThread } from './suffixes/sortInThread.ts'
import { SUFFIX_ARRAY_MAX, suffixArray } from './suffixes/suffixArray.ts'

/** A text to be looked up later. */
export type SpanDocument = { readonly id: string; readonly tokens: TokenSequence }

export type SpanIndexOptions = {
  /** Tokens are numbers below this. */
  readonly vocabulary: number
  /** Tokens of a shard; a longer document has one of its own. About 12 bytes for each are needed while it is sorted. */
  readonly shardTokens?: number
  /** Shards that are sorted side by side. */
  readonly threads?: number
}

/** Shards of fewer tokens are sorted sooner, in some 10 ms, than a thread has started. */
const SORTED_HERE = 2 ** 15

type ShardManifest = SpanManifest['shards'][number]

/**
 * Writes an index of texts into a folder, out of core: however many documents come, no more than `threads` + 1 shards of
 * them are in memory. Equal documents in equal order give equal files. Killed half-way it leaves a folder that is no index;
 * what the folder held before is lost.
 *
 * @throws ATTRIBUTION_SPAN_TOKEN_INVALID; what `documents` throws
 */
export async function writeSpanIndex(
  folder: string,
  documents: Iterable<SpanDocument> | AsyncIterable<SpanDocument>,
  { vocabulary, shardTokens = 2 ** 25, threads = 1 }: SpanIndexOptions,
): Promise<SpanManifest> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const written: Promise<ShardManifest>[] = []
  const sorting = new Set<Promise<unknown>>()
  let gathered = new ShardBuffer(vocabulary)
  const close = async () => {
    if (gathered.documents === 0) return
    const shard = gathered
    gathered = new ShardBuffer(vocabulary)
    if (sorting.size >= threads) await Promise.race(sorting)
    const done = writeShard(join(folder, String(written.length)), shard, vocabulary)
    written.push(done)
    // A shard that fails is thrown below, once; here it only stops being one that is sorted.
    const settled: Promise<unknown> = done.then(noop, noop).then(() => sorting.delete(settled))
    sorting.add(settled)
  }
  for await (const document of documents) {
    if (gathered.length + document.tokens.length + 1 > shardTokens) await close()
    gathered.add(document)
  }
  await close()
  const manifest: SpanManifest = {
    format: 'openledger-spans',
    version: 1,
    vocabulary,
    shards: await Promise.all(written),
  }
  await writeFile(join(folder, SPAN_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

const noop = () => undefined

/** Tokens of documents one after another, each closed by the separator. */
class ShardBuffer {
  readonly #vocabulary: number
  readonly starts: number[] = []
  readonly ids: string[] = []
  #tokens: Uint16Array | Uint32Array
  length = 0

  constructor(vocabulary: number) {
    this.#vocabulary = vocabulary
    this.#tokens = new (tokenArray(vocabulary))(1024)
  }

  get documents(): number {
    return this.ids.length
  }

  /** @throws ATTRIBUTION_SPAN_TOKEN_INVALID */
  add({ id, tokens }: SpanDocument): void {
    const length = this.length + tokens.length + 1
    if (length > SUFFIX_ARRAY_MAX) throw invalid(`Document ${id} has ${tokens.length} tokens; a shard holds 2^31 - 1.`)
    this.#grow(length)
    for (let place = 0; place < tokens.length; place++) {
      const token = tokens[place]
      if (token === undefined || !(token >= 0 && token < this.#vocabulary && Number.isInteger(token)))
        throw invalid(`Token ${place} of document ${id} is ${token}; tokens are below ${this.#vocabulary}.`)
      this.#tokens[this.length + place] = token
    }
    this.#tokens[length - 1] = this.#vocabulary
    this.starts.push(this.length)
    this.ids.push(id)
    this.length = length
  }

  /** All of it, over memory that threads share. */
  shared(): Uint16Array | Uint32Array {
    const memory = new SharedArrayBuffer(this.length * this.#tokens.BYTES_PER_ELEMENT)
    const shared = this.#tokens instanceof Uint16Array ? new Uint16Array(memory) : new Uint32Array(memory)
    shared.set(this.#tokens.subarray(0, this.length))
    return shared
  }

  #grow(length: number): void {
    if (length <= this.#tokens.length) return
    const larger = new (tokenArray(this.#vocabulary))(Math.max(length, this.#tokens.length * 2))
    larger.set(this.#tokens.subarray(0, this.length))
    this.#tokens = larger
  }
}

async function writeShard(stem: string, shard: ShardBuffer, vocabulary: number): Promise<ShardManifest> {
  const tokens = shard.shared()
  const isSmall = tokens.length < SORTED_HERE
  const order = isSmall ? suffixArray(tokens, vocabulary + 1) : await sortInThread(tokens, vocabulary + 1)
  const files: Record<ShardFile, Uint8Array> = {
    tokens: bytesOf(tokens),
    // The separator is the greatest symbol: its suffixes are the last ones, as many as there are documents.
    suffixes: bytesOf(order.subarray(0, order.length - shard.documents)),
    documents: bytesOf(Uint32Array.from(shard.starts)),
    ids: new TextEncoder().encode(JSON.stringify(shard.ids)),
  }
  const sha256 = { tokens: '', suffixes: '', documents: '', ids: '' }
  for (const kind of shardFiles) {
    sha256[kind] = createHash('sha256').update(files[kind]).digest('hex')
    await writeFile(`${stem}.${kind}`, files[kind])
  }
  return { tokens: shard.length - shard.documents, documents: shard.documents, sha256 }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array | Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

function invalid(message: string): OpenLedgerError {
  return new OpenLedgerError(attributionErrors.ATTRIBUTION_SPAN_TOKEN_INVALID, message)
}
