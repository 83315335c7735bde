import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { z } from 'zod'
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
import type { EngineLogger } from '../logger.ts'
import { parseRequest } from '../parseRequest.ts'
import { ChildConnection } from './childConnection.ts'
import type { DriverOptions } from './driverOptions.ts'
import { fromErrorMessage } from './errorMessage.ts'
import { EventQueue } from './eventQueue.ts'
import { type CallMessage, resultSchemas } from './messages.ts'

/** A call without its id. */
type Call = CallMessage extends infer C ? (C extends CallMessage ? Omit<C, 'id' | 'type'> : never) : never

/** The engine as its parent sees it. Made by `startEngineProcess` and `startVllmProcess`. */
export class EngineProcess implements Engine {
  readonly #driver: DriverOptions
  readonly #logger: EngineLogger
  #connection: ChildConnection | undefined
  #capabilities: EngineCapabilities | undefined
  #lastId = 0
  #restarts = 0
  #closed = false

  constructor(driver: DriverOptions, logger: EngineLogger) {
    this.#driver = driver
    this.#logger = logger
  }

  /** Starts the process unless it runs; settles when its models are loaded. */
  async start(): Promise<ChildConnection> {
    if (this.#closed) throw closedError()
    if (!this.#connection || this.#connection.over) {
      if (this.#connection) {
        this.#restarts++
        this.#logger.warn('starting the engine process again', { restarts: this.#restarts })
      }
      this.#connection = new ChildConnection(this.#driver, this.#logger)
    }
    const connection = this.#connection
    this.#capabilities = await connection.opened
    return connection
  }

  async *generate({ signal, ...rest }: GenerateRequest): AsyncGenerator<TokenEvent> {
    const request = parseRequest(generateRequestSchema, rest)
    const connection = await this.start()
    const id = ++this.#lastId
    const queue = new EventQueue<TokenEvent>()
    let over = false
    const cancel = () => connection.send({ type: 'cancel', id })

    connection.begin(
      { type: 'call', id, method: 'generate', request },
      {
        onMessage: (message) => {
          if (message.type === 'event') queue.push(message.event)
          else if (message.type === 'error') queue.fail(fromErrorMessage(message.error))
        },
        onFailure: (error) => queue.fail(error),
      },
    )
    if (signal?.aborted) cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      while (!over) {
        const event = await queue.next()
        over = event.type === 'end'
        yield event
      }
    } finally {
      signal?.removeEventListener('abort', cancel)
      connection.end(id)
      if (!over) cancel()
    }
  }

  async score(request: ScoreRequest): Promise<ScoreResult> {
    return this.#call({ method: 'score', request: parseRequest(scoreRequestSchema, request) }, resultSchemas.score)
  }

  async embed(request: EmbedRequest): Promise<number[][]> {
    return this.#call({ method: 'embed', request: parseRequest(embedRequestSchema, request) }, resultSchemas.embed)
  }

  async countTokens(request: CountTokensRequest): Promise<number> {
    return this.#call(
      { method: 'countTokens', request: parseRequest(countTokensRequestSchema, request) },
      resultSchemas.countTokens,
    )
  }

  async tokenize(request: TokenizeRequest): Promise<TokenizeResult> {
    return this.#call(
      { method: 'tokenize', request: parseRequest(tokenizeRequestSchema, request) },
      resultSchemas.tokenize,
    )
  }

  capabilities(): EngineCapabilities {
    if (!this.#capabilities) throw closedError()
    return this.#capabilities
  }

  /** Doesn't start a process that isn't running. */
  async health(): Promise<EngineHealth> {
    const restarts = this.#restarts
    const counts = {
      adaptersLoaded: 0,
      adapterBytes: 0,
      adapterHits: 0,
      adapterLoads: 0,
      evaluations: 0,
      evaluatedTokens: 0,
    }
    const idle = { restarts, active: 0, waiting: 0, threads: 0, ...counts }
    if (this.#closed) return { state: 'closed', ...idle }
    if (!this.#connection || this.#connection.over) return { state: 'stopped', ...idle }
    const health = await this.#call({ method: 'health', request: {} }, resultSchemas.health)
    return { ...health, restarts }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#connection?.kill(closedError())
  }

  async #call<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    const connection = await this.start()
    const id = ++this.#lastId
    const value = await new Promise<unknown>((resolve, reject) => {
      connection.begin(
        { type: 'call', id, ...call },
        {
          onMessage: (message) => {
            connection.end(id)
            if (message.type === 'result') resolve(message.value)
            else if (message.type === 'error') reject(fromErrorMessage(message.error))
          },
          onFailure: reject,
        },
      )
    })
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new OpenLedgerError(engineErrors.ENGINE_INTERNAL, `the result of ${call.method} has an unknown form`)
  }
}

function closedError(): OpenLedgerError {
  return new OpenLedgerError(engineErrors.ENGINE_CLOSED, 'the engine was closed')
}
