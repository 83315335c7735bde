import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { EngineCapabilities } from '../engine.ts'
import { engineErrors } from '../errors.ts'
import type { EngineLogger } from '../logger.ts'
import type { DriverOptions } from './driverOptions.ts'
import { fromErrorMessage } from './errorMessage.ts'
import { type ToChild, type ToParent, toParentSchema } from './messages.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const STDERR_KEPT = 4000

/** Receives what belongs to one call. */
export type CallListener = {
  onMessage(message: Extract<ToParent, { id: number }>): void
  onFailure(error: OpenLedgerError): void
}

/** One running engine process and the calls that it serves. */
export class ChildConnection {
  readonly #child: ChildProcess
  readonly #logger: EngineLogger
  readonly #calls = new Map<number, CallListener>()
  readonly #opened = Promise.withResolvers<EngineCapabilities>()
  readonly #ended = Promise.withResolvers<void>()
  #stderr = ''
  #failure: OpenLedgerError | undefined

  /** Starts the process and lets it load the models. */
  constructor(driver: DriverOptions, logger: EngineLogger) {
    this.#logger = logger
    this.#child = fork(CHILD, { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT)
    })
    this.#child.on('message', (raw) => this.#receive(raw))
    this.#child.on('error', (error) => {
      this.#end(`the engine process can't run: ${error.message}`)
      this.#child.kill('SIGKILL')
    })
    this.#child.on('exit', (code, signal) => this.#end(`the engine process ended (${signal ?? `exit code ${code}`})`))
    this.#opened.promise.catch(() => {})
    this.send({ type: 'open', driver })
  }

  /** Settles when the models are loaded. Throws ENGINE_MODEL_UNREADABLE, ENGINE_CRASHED, ENGINE_CLOSED. */
  get opened(): Promise<EngineCapabilities> {
    return this.#opened.promise
  }

  /** Whether the process is over; its calls have failed. */
  get over(): boolean {
    return this.#failure !== undefined
  }

  send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message)
  }

  /** Sends a call; the listener gets its messages until `end`. */
  begin(message: Extract<ToChild, { type: 'call' }>, listener: CallListener): void {
    if (this.#failure) {
      listener.onFailure(this.#failure)
      return
    }
    this.#calls.set(message.id, listener)
    this.send(message)
  }

  end(id: number): void {
    this.#calls.delete(id)
  }

  /** Ends the process; its calls fail with `error`. Resolves when it's gone. */
  async kill(error: OpenLedgerError): Promise<void> {
    this.#fail(error)
    this.#child.kill('SIGKILL')
    await this.#ended.promise
  }

  #receive(raw: unknown): void {
    const parsed = toParentSchema.safeParse(raw)
    if (!parsed.success) {
      this.#logger.error('the engine process sent a message of unknown form', { problem: parsed.error.message })
      return
    }
    const message = parsed.data
    if (message.type === 'log') this.#logger[message.level](message.message, message.fields)
    else if (message.type === 'opened') this.#opened.resolve(message.capabilities)
    else if (message.type === 'openFailed') void this.kill(fromErrorMessage(message.error))
    else this.#calls.get(message.id)?.onMessage(message)
  }

  #end(reason: string): void {
    if (!this.#failure) this.#logger.error(reason, { calls: this.#calls.size, stderr: this.#stderr })
    this.#fail(new OpenLedgerError(engineErrors.ENGINE_CRASHED, reason))
    this.#ended.resolve()
  }

  #fail(error: OpenLedgerError): void {
    if (this.#failure) return
    this.#failure = error
    this.#opened.reject(error)
    const calls = [...this.#calls.values()]
    this.#calls.clear()
    for (const call of calls) call.onFailure(error)
  }
}
