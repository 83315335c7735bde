import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Llama } from 'node-llama-cpp'
import {
  type CountTokensRequest,
  countTokensRequestSchema,
  type EngineCapabilities,
  type TokenizeRequest,
  type TokenizeResult,
  tokenizeRequestSchema,
} from '../engine.ts'
import { engineErrors } from '../errors.ts'
import { BatchThreads } from '../llamacpp/batchThreads.ts'
import { Compute } from '../llamacpp/compute.ts'
import { Embedder } from '../llamacpp/embedder.ts'
import { loadModel } from '../llamacpp/loadModel.ts'
import { sha256File } from '../llamacpp/sha256File.ts'
import { ThreadGovernor } from '../llamacpp/threadGovernor.ts'
import { ChatTokenizer } from '../llamacpp/tokenizer.ts'
import { parseRequest } from '../parseRequest.ts'
import type { ResolvedVllmOptions } from './vllmOptions.ts'

type Settings = Pick<ResolvedVllmOptions, 'base' | 'embedder' | 'threads'>

/** What stays here when a server generates: the base's vocabulary and template, and the embedding model. */
export class LocalModels {
  readonly id: string
  /** Of the base model's GGUF. */
  readonly sha256: string
  readonly tokenizer: ChatTokenizer
  readonly embedding: EngineCapabilities['embedding']
  readonly #embedder: Embedder | undefined
  readonly #dispose: () => Promise<void>

  private constructor(parts: {
    readonly id: string
    readonly sha256: string
    readonly tokenizer: ChatTokenizer
    readonly embedding: EngineCapabilities['embedding']
    readonly embedder: Embedder | undefined
    readonly dispose: () => Promise<void>
  }) {
    this.id = parts.id
    this.sha256 = parts.sha256
    this.tokenizer = parts.tokenizer
    this.embedding = parts.embedding
    this.#embedder = parts.embedder
    this.#dispose = parts.dispose
  }

  /** @throws ENGINE_MODEL_UNREADABLE */
  static async open(llama: Llama, { base, embedder: embeds, threads }: Settings): Promise<LocalModels> {
    const vocabulary = await loadModel(llama, base.path, { vocabOnly: true })
    const embedder = embeds && (await Embedder.create(await loadModel(llama, embeds.path), computeOf(threads), threads))
    return new LocalModels({
      id: base.id,
      sha256: await sha256File(base.path),
      tokenizer: new ChatTokenizer(vocabulary),
      embedder,
      embedding: embedder &&
        embeds && {
          id: embeds.id,
          dimensions: embedder.dimensions,
          maxTokens: embedder.maxTokens,
          sha256: await sha256File(embeds.path),
        },
      dispose: async () => {
        await embedder?.close()
        await vocabulary.dispose()
        await llama.dispose()
      },
    })
  }

  /** @throws ENGINE_NO_EMBEDDER, ENGINE_EMBED_TOO_LONG */
  async embed(texts: readonly string[]): Promise<number[][]> {
    if (this.#embedder === undefined)
      throw new OpenLedgerError(engineErrors.ENGINE_NO_EMBEDDER, 'this engine has no embedding model')
    return this.#embedder.embed(texts)
  }

  /** @throws ENGINE_UNKNOWN_BASE */
  countTokens(request: CountTokensRequest): number {
    const asked = parseRequest(countTokensRequestSchema, request)
    if ('text' in asked && this.#embedder !== undefined && asked.base === this.embedding?.id)
      return this.#embedder.encode(asked.text).length
    this.#checkBase(asked.base)
    const tokens = 'text' in asked ? this.tokenizer.encodeText(asked.text) : this.tokenizer.encodeChat(asked.messages)
    return tokens.length
  }

  /** @throws ENGINE_UNKNOWN_BASE, ENGINE_TOKENS_NOT_BYTES */
  tokenize(request: TokenizeRequest): TokenizeResult {
    const { base, text } = parseRequest(tokenizeRequestSchema, request)
    this.#checkBase(base)
    return this.tokenizer.tokenize(text)
  }

  close(): Promise<void> {
    return this.#dispose()
  }

  #checkBase(base: string): void {
    if (base === this.id) return
    throw new OpenLedgerError(engineErrors.ENGINE_UNKNOWN_BASE, `this engine serves ${this.id}, not ${base}`)
  }
}

/** The embedding model's evaluations, one at a time. */
function computeOf(threads: number): Compute {
  return new Compute({
    batchThreads: new BatchThreads({ all: threads, few: threads }),
    governor: new ThreadGovernor({ threads }),
    onThreads: () => {},
  })
}
