import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Llama, LlamaModel } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import { type Adapter, AdapterFiles } from './adapters/adapterFiles.ts'
import { AdapterMemory, type Borrowed } from './adapters/adapterMemory.ts'
import { loadAdapter, type NativeAdapter } from './adapters/nativeAdapter.ts'
import { ContextPool } from './contextPool.ts'
import { adapterKey, type ContextSlot, keyNames } from './contextSlot.ts'
import { FifoSemaphore } from './fifoSemaphore.ts'
import type { ResolvedLlamaOptions } from './llamaOptions.ts'
import { loadModel } from './loadModel.ts'
import { ChatTokenizer } from './tokenizer.ts'

/** A context lent to one call. Exactly one of the two ends the loan. */
export type Lease = {
  readonly slot: ContextSlot
  giveBack(): Promise<void>
  discard(): Promise<void>
}

/**
 * Runs work while nothing else of the model runs. llama.cpp keeps a list of a model's adapters, without a lock: loading
 * and freeing change it, and a context walks through it when it is made and when it lays out an evaluation. Two of these
 * at a time end the process.
 */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>

/** Holds the base model and its adapters, and lends contexts over them. */
export class ModelHost {
  readonly tokenizer: ChatTokenizer
  readonly #model: LlamaModel
  readonly #exclusively: Exclusively
  readonly #options: ResolvedLlamaOptions
  readonly #files = new AdapterFiles()
  readonly #memory: AdapterMemory
  readonly #pool: ContextPool
  readonly #calls: FifoSemaphore
  /** Calls that wait and have their adapters loaded meanwhile. */
  #ahead = 0

  private constructor(options: ResolvedLlamaOptions, model: LlamaModel, exclusively: Exclusively) {
    const { sequences, maxWaiting, idleContexts, adapterMemory } = options
    this.#options = options
    this.#model = model
    this.#exclusively = exclusively
    this.tokenizer = new ChatTokenizer(model)
    this.#calls = new FifoSemaphore({ permits: sequences, maxWaiting })
    this.#pool = new ContextPool({ max: sequences + idleContexts, create: () => this.#createSlot() })
    this.#memory = new AdapterMemory({
      budget: adapterMemory,
      load: (path) => this.#load(path),
      free: (native) => this.#exclusively(() => native.dispose()),
      onFree: (id) => this.#pool.leave((key) => keyNames(key, id)),
    })
  }

  /**
   * @param exclusively runs work while none of the model's contexts evaluates
   * @throws ENGINE_MODEL_UNREADABLE; ENGINE_ADAPTER_* of pinned adapters
   */
  static async create(llama: Llama, options: ResolvedLlamaOptions, exclusively: Exclusively): Promise<ModelHost> {
    const host = new ModelHost(options, await loadModel(llama, options.base.path), exclusively)
    // Borrowed for good.
    await host.#borrow(options.pinned)
    return host
  }

  get status() {
    const { active, waiting } = this.#calls
    return { active, waiting, ...this.#memory.status }
  }

  /**
   * Lends a context for a set of adapters, waiting for a turn. The next ones in line have their adapters loaded while
   * they wait.
   * @returns undefined when `signal` was aborted while waiting
   * @throws ENGINE_ADAPTER_MISSING, ENGINE_ADAPTER_MISMATCH, ENGINE_ADAPTER_INVALID, ENGINE_BUSY
   */
  async lease(requested: readonly Adapter[], signal?: AbortSignal): Promise<Lease | undefined> {
    const early = this.#ahead < this.#options.sequences ? this.#borrowAhead(requested) : undefined
    let release: (() => void) | undefined
    try {
      release = await this.#calls.acquire(signal)
    } finally {
      if (early !== undefined) this.#ahead--
      // Nobody will use them; that they couldn't be had is then nobody's matter.
      if (release === undefined) early?.then(({ borrowed }) => borrowed.end()).catch(() => {})
    }
    if (release === undefined) return undefined
    try {
      return await this.#lend(await (early ?? this.#borrow(requested)), release)
    } catch (error) {
      release()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#pool.clear()
    await this.#model.dispose()
  }

  #borrowAhead(requested: readonly Adapter[]) {
    this.#ahead++
    const early = this.#borrow(requested)
    // It is waited for later, or not at all.
    early.catch(() => {})
    return early
  }

  async #borrow(requested: readonly Adapter[]): Promise<{ readonly key: string; readonly borrowed: Borrowed }> {
    const files = await this.#files.verify(requested)
    return { key: adapterKey(files), borrowed: await this.#memory.borrow(files) }
  }

  async #lend(
    { key, borrowed }: { readonly key: string; readonly borrowed: Borrowed },
    release: () => void,
  ): Promise<Lease> {
    try {
      const slot = await this.#pool.take(key, borrowed.adapters)
      const end = async (putAway: () => void | Promise<void>) => {
        await putAway()
        await borrowed.end()
        release()
      }
      return {
        slot,
        giveBack: () => end(() => this.#pool.giveBack(slot)),
        discard: () => end(() => this.#pool.discard(slot)),
      }
    } catch (error) {
      await borrowed.end()
      throw error
    }
  }

  async #load(path: string): Promise<NativeAdapter> {
    try {
      return await this.#exclusively(() => loadAdapter(this.#model, path))
    } catch (cause) {
      throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_INVALID, 'llama.cpp refuses an adapter', { cause })
    }
  }

  async #createSlot(): Promise<ContextSlot> {
    const { attention } = this.#options
    const kept = attention === 'f32' ? 'F32' : 'F16'
    try {
      const settings = {
        sequences: 1,
        // llama.cpp's flash attention computes in 16-bit floats on a CPU, whatever it keeps.
        flashAttention: attention === 'f16' ? 'auto' : false,
        experimentalKvCacheKeyType: kept,
        experimentalKvCacheValueType: kept,
        contextSize: this.#options.contextSize,
        batchSize: 512,
        threads: this.#options.threads,
        failedCreationRemedy: false,
      } as const
      const context = await this.#exclusively(() => this.#model.createContext(settings))
      return { key: '', context, sequence: context.getSequence(), chunked: [] }
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new OpenLedgerError(engineErrors.ENGINE_INTERNAL, `no context could be opened: ${message}`, { cause })
    }
  }
}
