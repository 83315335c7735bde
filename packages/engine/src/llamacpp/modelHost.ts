import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import type { EngineLogger } from '../logger.ts'
import { type Adapter, type AdapterFile, AdapterFiles } from './adapters/adapterFiles.ts'
import { AdapterMemory, type Borrowed } from './adapters/adapterMemory.ts'
import { loadServed } from './adapters/loadServed.ts'
import type { LoadedAdapter } from './adapters/nativeAdapter.ts'
import { batchesExactly } from './batchesExactly.ts'
import { CallQueue } from './callQueue.ts'
import { ContextPool } from './contextPool.ts'
import { adapterKey, type ContextSlot, keyNames, type PointedContext, pointedContext } from './contextSlot.ts'
import type { Exclusively } from './exclusively.ts'
import type { ResolvedLlamaOptions } from './llamaOptions.ts'
import { loadModel } from './loadModel.ts'
import { ChatTokenizer } from './tokenizer.ts'

/** A context lent to one call. Exactly one of the two ends the loan. */
export type Lease = {
  readonly slot: ContextSlot
  giveBack(): Promise<void>
  discard(): Promise<void>
}

type Surroundings = {
  /** While none of the model's contexts evaluates. */
  readonly exclusively: Exclusively
  readonly logger: EngineLogger
}

/** Holds the base model and its adapters, and lends contexts over them. */
export class ModelHost {
  readonly tokenizer: ChatTokenizer
  readonly #model: LlamaModel
  readonly #exclusively: Exclusively
  readonly #options: ResolvedLlamaOptions
  readonly #files = new AdapterFiles()
  readonly #memory: AdapterMemory<LoadedAdapter, AdapterFile>
  readonly #pool: ContextPool
  readonly #calls: CallQueue
  readonly #logger: EngineLogger
  /** Calls that wait and have their adapters loaded meanwhile. */
  #ahead = 0
  /** Whether this machine's results for a token don't depend on the tokens beside it; found out when it matters. */
  #isExact: Promise<boolean> | undefined
  #isTold = false

  private constructor(options: ResolvedLlamaOptions, model: LlamaModel, { exclusively, logger }: Surroundings) {
    const { sequences, maxWaiting, idleContexts, adapterMemory, batching, passes } = options
    this.#options = options
    this.#model = model
    this.#exclusively = exclusively
    this.tokenizer = new ChatTokenizer(model)
    this.#logger = logger
    this.#calls = new CallQueue({
      permits: sequences,
      maxWaiting,
      passes,
      prefers: (key) => this.#pool.isShared(key),
    })
    this.#pool = new ContextPool({
      max: sequences + idleContexts,
      sharedSequences: batching === 'off' ? 0 : sequences,
      create: (count) => this.#createContext(count),
    })
    this.#memory = new AdapterMemory({
      budget: adapterMemory,
      load: ({ path }) => this.#load(path),
      free: ({ native }) => this.#exclusively(() => native.dispose()),
      onFree: (id) => this.#pool.leave((key) => keyNames(key, id)),
    })
  }

  /**
   * @throws ENGINE_MODEL_UNREADABLE; ENGINE_ADAPTER_* of pinned adapters
   */
  static async create(llama: Llama, options: ResolvedLlamaOptions, surroundings: Surroundings): Promise<ModelHost> {
    const host = new ModelHost(options, await loadModel(llama, options.base.path), surroundings)
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
      release = await this.#calls.acquire(keyOf(requested), signal)
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
      const { adapters } = borrowed
      const shares = this.#calls.demand(key) > 1 && (await this.#mayShare(adapters))
      const slot = await this.#pool.take({ key, adapters, shares })
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

  /** Whether calls with these adapters may have their tokens evaluated together. */
  async #mayShare(adapters: Borrowed['adapters']): Promise<boolean> {
    const { batching } = this.#options
    if (batching !== 'exact') return batching === 'always'
    if (!adapters.every(({ isExact }) => isExact)) return false
    this.#isExact ??= this.#exclusively(() => batchesExactly((sequences) => this.#openContext(sequences, 256)))
    const isExact = await this.#isExact
    if (!isExact && !this.#isTold)
      this.#logger.warn('tokens of several calls together give other bits here: calls take turns', { batching })
    this.#isTold = true
    return isExact
  }

  async #load(path: string): Promise<LoadedAdapter> {
    try {
      return await loadServed(this.#model, path, this.#exclusively)
    } catch (cause) {
      throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_INVALID, 'llama.cpp refuses an adapter', { cause })
    }
  }

  async #createContext(sequences: number): Promise<PointedContext> {
    try {
      const context = await this.#exclusively(() => this.#openContext(sequences, this.#options.contextSize))
      return pointedContext(context)
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new OpenLedgerError(engineErrors.ENGINE_INTERNAL, `no context could be opened: ${message}`, { cause })
    }
  }

  /** @param contextSize tokens of each sequence */
  #openContext(sequences: number, contextSize: number): Promise<LlamaContext> {
    const { attention, threads } = this.#options
    const kept = attention === 'f32' ? 'F32' : 'F16'
    return this.#model.createContext({
      sequences,
      // llama.cpp's flash attention computes in 16-bit floats on a CPU, whatever it keeps.
      flashAttention: attention === 'f16' ? 'auto' : false,
      experimentalKvCacheKeyType: kept,
      experimentalKvCacheValueType: kept,
      contextSize,
      batchSize: 512,
      threads,
      failedCreationRemedy: false,
    })
  }
}

/** The key that a request's adapters will have. */
function keyOf(requested: readonly Adapter[]): string {
  const used = requested.filter(({ scale }) => scale !== 0)
  return adapterKey(used.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
}
