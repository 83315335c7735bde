import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { z } from 'zod'
import { engineErrors } from '../../errors.ts'
import { errorAnswerSchema } from './answers.ts'
import { cut, serverError } from './serverError.ts'

/** Longest event of a stream, in characters: a token with its twenty likeliest takes some two thousand. */
const EVENT_MAX = 1_000_000

type Ask = {
  /** What is sent; left out: a GET. */
  readonly body?: object
  readonly signal?: AbortSignal | undefined
  /** How long the server may say nothing, ms; the client's own unless set. */
  readonly silence_ms?: number
}

/** An answer that is no success. */
export type Refusal = { readonly status: number; readonly body: string }

/** Speaks HTTP with one vLLM server. What it sends is held against a schema; its failures get a code. */
export class VllmClient {
  readonly #url: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #silence_ms: number

  constructor(options: {
    readonly url: string
    readonly apiKey?: string | undefined
    readonly silence_ms: number
  }) {
    this.#url = options.url
    this.#silence_ms = options.silence_ms
    this.#headers = {
      'content-type': 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    }
  }

  /**
   * One question, one answer.
   * @throws ENGINE_SERVER_*, ENGINE_BUSY, ENGINE_CONTEXT_OVERFLOW; the signal's reason
   */
  async ask<Schema extends z.ZodType>(path: string, schema: Schema, ask: Ask = {}): Promise<z.output<Schema>> {
    const answer = await this.tell(path, ask)
    if (typeof answer !== 'string') throw serverError(answer.status, answer.body)
    return understood(schema, answer, path)
  }

  /**
   * One question whose answer may be a refusal that says something.
   * @returns its text, or the refusal
   * @throws ENGINE_SERVER_AWAY; the signal's reason
   */
  async tell(path: string, ask: Ask = {}): Promise<string | Refusal> {
    using watch = watchSilence(ask.silence_ms ?? this.#silence_ms, ask.signal)
    try {
      const response = await this.#fetch(path, ask, watch.signal)
      const text = await response.text()
      return response.ok ? text : { status: response.status, body: text }
    } catch (error) {
      throw ask.signal?.aborted ? error : away(this.#url, error, watch.signal)
    }
  }

  /**
   * Begins a streamed answer. It is over with `[DONE]`; leaving the loop or aborting closes the connection, upon which
   * vLLM stops generating.
   * @throws as `ask`, before anything; from the events: ENGINE_STREAM_CUT, ENGINE_SERVER_*; the signal's reason
   */
  async stream<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    ask: Ask & { readonly body: object },
  ): Promise<AsyncGenerator<z.output<Schema>>> {
    const watch = watchSilence(ask.silence_ms ?? this.#silence_ms, ask.signal)
    try {
      const response = await this.#fetch(path, ask, watch.signal)
      if (!response.ok) throw serverError(response.status, await response.text())
      if (response.body === null) throw cut('the vLLM server sent no answer')
      return this.#events(response.body, schema, path, { watch, signal: ask.signal })
    } catch (error) {
      watch[Symbol.dispose]()
      if (OpenLedgerError.find(error) !== undefined || ask.signal?.aborted) throw error
      throw away(this.#url, error, watch.signal)
    }
  }

  async *#events<Schema extends z.ZodType>(
    body: ReadableStream<Uint8Array<ArrayBuffer>>,
    schema: Schema,
    path: string,
    { watch, signal }: { readonly watch: SilenceWatch; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<z.output<Schema>> {
    const events = body
      .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
      .pipeThrough(new EventSourceParserStream({ maxBufferSize: EVENT_MAX }))
    try {
      for await (const { data } of events) {
        watch.heard()
        if (data === '[DONE]') return
        yield piece(schema, data, path)
      }
    } catch (error) {
      if (OpenLedgerError.find(error) !== undefined || signal?.aborted) throw error
      throw cut(
        watch.signal.aborted ? 'the vLLM server fell silent in an answer' : 'the connection to the vLLM server broke',
        error,
      )
    } finally {
      watch[Symbol.dispose]()
    }
    throw cut('the vLLM server ended an answer in the middle')
  }

  #fetch(path: string, { body }: Ask, signal: AbortSignal): Promise<Response> {
    const method = body === undefined ? 'GET' : 'POST'
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    return fetch(`${this.#url}${path}`, { method, headers: this.#headers, redirect: 'error', signal, ...sent })
  }
}

type SilenceWatch = Disposable & { readonly signal: AbortSignal; readonly heard: () => void }

/** Aborts when nothing is heard for some time, or the caller's signal says so. */
function watchSilence(silence_ms: number, signal: AbortSignal | undefined): SilenceWatch {
  const own = new AbortController()
  const timer = setTimeout(() => own.abort(new Error(`nothing heard for ${silence_ms} ms`)), silence_ms)
  return {
    signal: signal === undefined ? own.signal : AbortSignal.any([signal, own.signal]),
    heard: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

function piece<Schema extends z.ZodType>(schema: Schema, data: string, path: string): z.output<Schema> {
  const failure = errorAnswerSchema.safeParse(jsonOf(data))
  if (!failure.success) return understood(schema, data, path)
  const { code } = failure.data.error
  throw serverError(typeof code === 'number' ? code : 500, data)
}

function understood<Schema extends z.ZodType>(schema: Schema, text: string, path: string): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new OpenLedgerError(
    engineErrors.ENGINE_SERVER_UNFIT,
    `${path} of the vLLM server answers in an unknown form: ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

/** What a text says in JSON; undefined for what is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function away(url: string, cause: unknown, signal: AbortSignal): OpenLedgerError {
  const reason = signal.aborted ? signal.reason : cause
  const inner = reason instanceof Error && reason.cause instanceof Error ? reason.cause : reason
  const message = inner instanceof Error ? inner.message : String(inner)
  return new OpenLedgerError(engineErrors.ENGINE_SERVER_AWAY, `no vLLM server answers at ${url}: ${message}`, { cause })
}
