import { randomInt } from 'node:crypto'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Token } from 'node-llama-cpp'
import {
  type CountTokensRequest,
  countTokensRequestSchema,
  type EmbedRequest,
  type Engine,
  type EngineCapabilities,
  type EngineHealth,
  embedRequestSchema,
  type GenerateRequest,
  generateRequestSchema,
  type ScoreRequest,
  type ScoreResult,
  scoreRequestSchema,
  type TokenEvent,
  type TokenizeRequest,
  type TokenizeResult,
  tokenizeRequestSchema,
} from '../engine.ts'
import { engineErrors } from '../errors.ts'
import { parseRequest } from '../parseRequest.ts'
import type { Compute } from './compute.ts'
import type { Embedder } from './embedder.ts'
import { generateTokens } from './generateTokens.ts'
import { GrammarState } from './grammarState.ts'
import type { ResolvedLlamaOptions } from './llamaOptions.ts'
import type { ModelHost } from './modelHost.ts'
import { outputGrammar } from './outputGrammar.ts'
import { scoreTokens } from './scoreTokens.ts'

type Parts = {
  readonly settings: ResolvedLlamaOptions
  readonly host: ModelHost
  readonly embedder: Embedder | undefined
  readonly compute: Compute
  /** Of the base model's file. */
  readonly sha256: string
  /** Of the embedding model's file. */
  readonly embedderSha256: string | undefined
  readonly dispose: () => Promise<void>
}

/** The llama.cpp driver: see `Engine` for what each method promises. Made by `createLlamaEngine`. */
export class LlamaEngine implements Engine {
  readonly #parts: Parts
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async *generate({ signal, ...rest }: GenerateRequest): AsyncGenerator<TokenEvent> {
    const request = parseRequest(generateRequestSchema, rest)
    const { host, compute, settings } = this.#open(request.base)
    const { maxTokens, temperature, topP, stop, topLogprobs, output, seed = randomInt(2 ** 32) } = request.params
    const prompt = host.tokenizer.encodeChat(request.messages)
    this.#checkFits(prompt.length, maxTokens)

    const lease = await host.lease(request.adapters, signal)
    if (!lease) {
      yield { type: 'end', reason: 'cancelled', inputTokens: 0, outputTokens: 0 }
      return
    }
    let failed = false
    const leave = compute.enter()
    try {
      const sampling = { temperature, topP, seed }
      const { reusePrefix } = settings
      const { slot } = lease
      const grammar = output && (await GrammarState.create(slot.context.model, outputGrammar(output)))
      const how = { sampling, maxTokens, stop, topLogprobs, grammar, reusePrefix, signal }
      yield* generateTokens({ slot, prompt, tokenizer: host.tokenizer, compute, ...how })
    } catch (error) {
      // What is said in our own words leaves the context as the next call expects it.
      failed = OpenLedgerError.find(error) === undefined
      throw this.#closed ? closedError() : error
    } finally {
      leave()
      await (failed ? lease.discard() : lease.giveBack())
    }
  }

  async score(request: ScoreRequest): Promise<ScoreResult> {
    const { base, adapters, messages, continuation: given, evaluation } = parseRequest(scoreRequestSchema, request)
    const { host, compute, settings } = this.#open(base)
    const prompt = host.tokenizer.encodeChat(messages)
    const continuation = typeof given === 'string' ? host.tokenizer.encodeText(given) : (given as Token[])
    const unknown = continuation.find((token) => token >= host.tokenizer.vocabularySize)
    if (unknown !== undefined)
      throw new OpenLedgerError(engineErrors.ENGINE_BAD_REQUEST, `continuation: the model has no token ${unknown}`)
    this.#checkFits(prompt.length, continuation.length)

    const lease = await host.lease(adapters)
    if (!lease) throw closedError()
    let failed = true
    try {
      const { slot } = lease
      const { reusePrefix } = settings
      const result = await scoreTokens({ slot, prompt, continuation, compute, reusePrefix, evaluation })
      failed = false
      return result
    } catch (error) {
      throw this.#closed ? closedError() : error
    } finally {
      await (failed ? lease.discard() : lease.giveBack())
    }
  }

  async embed(request: EmbedRequest): Promise<number[][]> {
    const { texts } = parseRequest(embedRequestSchema, request)
    const { embedder } = this.#open()
    if (!embedder) throw new OpenLedgerError(engineErrors.ENGINE_NO_EMBEDDER, 'this engine has no embedding model')
    return embedder.embed(texts)
  }

  async countTokens(request: CountTokensRequest): Promise<number> {
    const parsed = parseRequest(countTokensRequestSchema, request)
    const { embedder, settings } = this.#parts
    if ('text' in parsed && embedder && parsed.base === settings.embedder?.id)
      return embedder.encode(parsed.text).length
    const { tokenizer } = this.#open(parsed.base).host
    return ('text' in parsed ? tokenizer.encodeText(parsed.text) : tokenizer.encodeChat(parsed.messages)).length
  }

  async tokenize(request: TokenizeRequest): Promise<TokenizeResult> {
    const { base, text } = parseRequest(tokenizeRequestSchema, request)
    const { tokenizer } = this.#open(base).host
    return tokenizer.tokenize(text)
  }

  capabilities(): EngineCapabilities {
    const { settings, embedder, sha256, embedderSha256, host } = this.#parts
    const { dimensions, maxTokens } = embedder ?? {}
    const { vocabularySize } = host.tokenizer
    return {
      driver: 'llamacpp',
      bases: [{ id: settings.base.id, contextSize: settings.contextSize, sha256, vocabularySize }],
      adapterFormats: ['gguf'],
      combinesAdapters: true,
      scores: true,
      deterministic: settings.batching !== 'always',
      ...(settings.embedder && dimensions && maxTokens && embedderSha256
        ? { embedding: { id: settings.embedder.id, dimensions, maxTokens, sha256: embedderSha256 } }
        : {}),
    }
  }

  async health(): Promise<EngineHealth> {
    const { host, compute } = this.#parts
    const state = this.#closed ? 'closed' : 'ready'
    return { state, pid: process.pid, restarts: 0, ...compute.status, ...host.status }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#parts.embedder?.close()
    await this.#parts.host.close()
    await this.#parts.dispose()
  }

  #open(base?: string): Parts {
    if (this.#closed) throw closedError()
    const { id } = this.#parts.settings.base
    if (base === undefined || base === id) return this.#parts
    throw new OpenLedgerError(engineErrors.ENGINE_UNKNOWN_BASE, `this engine serves ${id}, not ${base}`)
  }

  #checkFits(inputTokens: number, outputTokens: number): void {
    const { contextSize } = this.#parts.settings
    if (inputTokens + outputTokens <= contextSize) return
    throw new OpenLedgerError(
      engineErrors.ENGINE_CONTEXT_OVERFLOW,
      `${inputTokens} input and ${outputTokens} output tokens don't fit a context of ${contextSize}`,
      { details: { inputTokens, outputTokens, contextSize } },
    )
  }
}

function closedError(): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_CLOSED, 'the engine was closed')
}
