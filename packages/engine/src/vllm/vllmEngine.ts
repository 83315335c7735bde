import { randomInt } from 'node:crypto'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import {
  type CountTokensRequest,
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
} from '../engine.ts'
import { engineErrors } from '../errors.ts'
import type { Adapter } from '../llamacpp/adapters/adapterFiles.ts'
import { CallQueue } from '../llamacpp/callQueue.ts'
import { parseRequest } from '../parseRequest.ts'
import type { LentName, ServedAdapters } from './adapters/servedAdapters.ts'
import { completionBody } from './completionBody.ts'
import { generateOnServer } from './generateOnServer.ts'
import type { LocalModels } from './localModels.ts'
import { scoreOnServer } from './scoreOnServer.ts'
import { completionPieceSchema } from './server/answers.ts'
import type { ResolvedVllmOptions } from './vllmOptions.ts'
import type { VllmServer } from './vllmServer.ts'

type Parts = {
  readonly settings: ResolvedVllmOptions
  readonly server: VllmServer
  readonly adapters: ServedAdapters
  readonly local: LocalModels
  /** Prompt and output of one call together, as the server said when it was first looked at. */
  readonly contextSize: number
}

/** The vLLM driver: see `Engine` for what each method promises. Made by `createVllmEngine`. */
export class VllmEngine implements Engine {
  readonly #parts: Parts
  readonly #calls: CallQueue
  readonly #closing = new AbortController()

  constructor(parts: Parts) {
    this.#parts = parts
    const { sequences: permits, maxWaiting } = parts.settings
    this.#calls = new CallQueue({ permits, maxWaiting, passes: 0, prefers: () => false })
  }

  async *generate({ signal, ...rest }: GenerateRequest): AsyncGenerator<TokenEvent> {
    const request = parseRequest(generateRequestSchema, rest)
    const { local, server } = this.#open(request.base)
    const { maxTokens, stop, topLogprobs, seed = randomInt(2 ** 32) } = request.params
    const { tokenizer } = local
    const prompt = tokenizer.encodeChat(request.messages)
    await this.#checkFits(prompt.length, maxTokens)

    const release = await this.#calls.acquire('', signal)
    if (release === undefined) {
      yield { type: 'end', reason: 'cancelled', inputTokens: 0, outputTokens: 0 }
      return
    }
    let lent: LentName | undefined
    const over = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal])
    try {
      lent = await this.#parts.adapters.lend(request.adapters)
      const body = completionBody(lent?.name ?? server.servedName, prompt, { ...request.params, seed }, tokenizer.ends)
      const begin = () => server.client.stream('/v1/completions', completionPieceSchema, { body, signal: over })
      const pieces = await renewed(lent, begin)
      yield* generateOnServer(pieces, {
        inputTokens: prompt.length,
        maxTokens,
        stop,
        topLogprobs,
        tokenizer,
        signal,
      })
    } catch (error) {
      if (this.#closing.signal.aborted) throw closedError()
      if (!signal?.aborted) {
        server.failed(error)
        throw error
      }
      // Aborted before the answer began: nothing was produced.
      yield { type: 'end', reason: 'cancelled', inputTokens: 0, outputTokens: 0 }
    } finally {
      release()
      await lent?.end()
    }
  }

  /** The server reads a continuation at once, whichever `evaluation` is asked for: it promises no bits. */
  async score(request: ScoreRequest): Promise<ScoreResult> {
    const { base, adapters, messages, continuation: given } = parseRequest(scoreRequestSchema, request)
    const { local, server } = this.#open(base)
    const { tokenizer } = local
    const prompt = tokenizer.encodeChat(messages)
    const continuation: readonly number[] = typeof given === 'string' ? tokenizer.encodeText(given) : given
    const unknown = continuation.find((token) => token >= tokenizer.vocabularySize)
    if (unknown !== undefined)
      throw new OpenLedgerError(engineErrors.ENGINE_BAD_REQUEST, `continuation: the model has no token ${unknown}`)
    // The server wants room for a token of its own.
    await this.#checkFits(prompt.length, continuation.length + 1)
    return this.#inTurn(adapters, (model) => scoreOnServer(server.client, model, prompt, continuation))
  }

  async embed(request: EmbedRequest): Promise<number[][]> {
    const { texts } = parseRequest(embedRequestSchema, request)
    return this.#open().local.embed(texts)
  }

  async countTokens(request: CountTokensRequest): Promise<number> {
    return this.#open().local.countTokens(request)
  }

  async tokenize(request: TokenizeRequest): Promise<TokenizeResult> {
    return this.#open().local.tokenize(request)
  }

  capabilities(): EngineCapabilities {
    const { local, contextSize } = this.#parts
    const { id, sha256, embedding, tokenizer } = local
    return {
      driver: 'vllm',
      bases: [{ id, contextSize, sha256, vocabularySize: tokenizer.vocabularySize }],
      adapterFormats: ['gguf'],
      combinesAdapters: true,
      scores: true,
      // What else is in a batch changes last digits.
      deterministic: false,
      ...(embedding === undefined ? {} : { embedding }),
    }
  }

  async health(): Promise<EngineHealth> {
    const { active, waiting } = this.#calls
    const { server, adapters, settings } = this.#parts
    const counts = { restarts: 0, active, waiting, threads: settings.threads, evaluations: 0, evaluatedTokens: 0 }
    if (this.#closing.signal.aborted) return { state: 'closed', ...counts, ...adapters.status }
    const state = (await server.isHealthy()) ? 'ready' : 'away'
    return { state, pid: process.pid, ...counts, ...adapters.status }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort(closedError())
    await this.#parts.local.close()
  }

  /** Has something done on the server with adapters, when it is its turn. */
  async #inTurn<T>(adapters: readonly Adapter[], ask: (model: string) => Promise<T>): Promise<T> {
    const { server } = this.#parts
    const release = await this.#calls.acquire('', this.#closing.signal)
    if (release === undefined) throw closedError()
    let lent: LentName | undefined
    try {
      lent = await this.#parts.adapters.lend(adapters)
      const model = lent?.name ?? server.servedName
      return await renewed(lent, () => ask(model))
    } catch (error) {
      if (this.#closing.signal.aborted) throw closedError()
      server.failed(error)
      throw error
    } finally {
      release()
      await lent?.end()
    }
  }

  #open(base?: string): Parts {
    if (this.#closing.signal.aborted) throw closedError()
    const { id } = this.#parts.settings.base
    if (base === undefined || base === id) return this.#parts
    throw new OpenLedgerError(engineErrors.ENGINE_UNKNOWN_BASE, `this engine serves ${id}, not ${base}`)
  }

  async #checkFits(inputTokens: number, outputTokens: number): Promise<void> {
    const { contextSize } = await this.#parts.server.facts()
    if (inputTokens + outputTokens <= contextSize) return
    throw new OpenLedgerError(
      engineErrors.ENGINE_CONTEXT_OVERFLOW,
      `${inputTokens} input and ${outputTokens} output tokens don't fit a context of ${contextSize}`,
      { details: { inputTokens, outputTokens, contextSize } },
    )
  }
}

/** Asks the server; where it doesn't have the adapters any more they are loaded again, once. */
async function renewed<T>(lent: LentName | undefined, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isLost = OpenLedgerError.find(error)?.details['status'] === 404
    if (lent === undefined || !isLost) throw error
    await lent.renew()
    return ask()
  }
}

function closedError(): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_CLOSED, 'the engine was closed')
}
