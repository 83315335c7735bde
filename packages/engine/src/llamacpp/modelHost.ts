import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Llama, LlamaModel } from 'node-llama-cpp'
import { engineErrors } from '../errors.ts'
import type { EngineLogger } from '../logger.ts'
import { type Adapter, AdapterFiles } from './adapterFiles.ts'
import { ContextPool } from './contextPool.ts'
import type { ContextSlot } from './contextSlot.ts'
import { FifoSemaphore } from './fifoSemaphore.ts'
import type { ResolvedLlamaOptions } from './llamaOptions.ts'
import { loadModel } from './loadModel.ts'
import { ChatTokenizer } from './tokenizer.ts'

/** A context lent to one call. Exactly one of the two ends the loan. */
export type Lease = {
  readonly slot: ContextSlot
  /** Of the model that the context belongs to: it lives as long as the loan. */
  readonly tokenizer: ChatTokenizer
  giveBack(): Promise<void>
  discard(): Promise<void>
}

type Loaded = {
  readonly model: LlamaModel
  readonly tokenizer: ChatTokenizer
  readonly pool: ContextPool
  /** Hash by path of each adapter in memory. */
  readonly adapters: Map<string, string>
}

/** Holds the base model, lends contexts over it, and loads it anew when too many adapters have gathered. */
export class ModelHost {
  readonly #llama: Llama
  readonly #options: ResolvedLlamaOptions
  readonly #logger: EngineLogger
  readonly #files = new AdapterFiles()
  readonly #calls: FifoSemaphore
  /** One at a time decides about contexts and reloads. */
  readonly #admission = new FifoSemaphore({ permits: 1 })
  #loaded: Loaded
  #lent = 0
  #whenIdle: (() => void) | undefined
  #reloads = 0

  private constructor(llama: Llama, options: ResolvedLlamaOptions, logger: EngineLogger, model: LlamaModel) {
    this.#llama = llama
    this.#options = options
    this.#logger = logger
    this.#calls = new FifoSemaphore({ permits: options.sequences, maxWaiting: options.maxWaiting })
    this.#loaded = this.#hold(model)
  }

  /** @throws ENGINE_MODEL_UNREADABLE */
  static async create(llama: Llama, options: ResolvedLlamaOptions, logger: EngineLogger): Promise<ModelHost> {
    return new ModelHost(llama, options, logger, await loadModel(llama, options.base.path))
  }

  /** For work that doesn't wait: a later reload ends it. */
  get tokenizer(): ChatTokenizer {
    return this.#loaded.tokenizer
  }

  get status() {
    const { active, waiting } = this.#calls
    return { active, waiting, adaptersLoaded: this.#loaded.adapters.size, modelReloads: this.#reloads }
  }

  /**
   * Lends a context for a set of adapters, waiting for a turn.
   * @returns undefined when `signal` was aborted while waiting
   * @throws ENGINE_ADAPTER_MISSING, ENGINE_ADAPTER_MISMATCH, ENGINE_ADAPTER_INVALID, ENGINE_BUSY
   */
  async lease(requested: readonly Adapter[], signal?: AbortSignal): Promise<Lease | undefined> {
    const release = await this.#calls.acquire(signal)
    if (!release) return undefined
    try {
      const adapters = await this.#files.verify(requested)
      const { loaded, slot } = await this.#admission.run(async () => {
        if (this.#mustReload(adapters)) await this.#reload()
        const slot = await this.#loaded.pool.take(JSON.stringify(adapters))
        this.#lent++
        return { loaded: this.#loaded, slot }
      })
      const end = async (free: () => Promise<void>) => {
        await free()
        this.#lent--
        if (this.#lent === 0) this.#whenIdle?.()
        release()
      }
      return {
        slot,
        tokenizer: loaded.tokenizer,
        giveBack: () => end(() => loaded.pool.giveBack(slot)),
        discard: () => end(() => slot.context.dispose()),
      }
    } catch (error) {
      release()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#loaded.pool.clear()
    await this.#loaded.model.dispose()
  }

  #hold(model: LlamaModel): Loaded {
    const adapters = new Map<string, string>()
    const create = async (key: string): Promise<ContextSlot> => {
      const wanted: Adapter[] = JSON.parse(key)
      const slot = await this.#createSlot(model, key, wanted)
      for (const adapter of wanted) adapters.set(adapter.path, adapter.id)
      return slot
    }
    return {
      model,
      tokenizer: new ChatTokenizer(model),
      adapters,
      pool: new ContextPool({ maxIdle: this.#options.idleContexts, create }),
    }
  }

  async #createSlot(model: LlamaModel, key: string, adapters: readonly Adapter[]): Promise<ContextSlot> {
    try {
      const context = await model.createContext({
        sequences: 1,
        contextSize: this.#options.contextSize,
        batchSize: 512,
        threads: this.#options.threads,
        failedCreationRemedy: false,
        lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) },
      })
      return { key, context, sequence: context.getSequence(), chunked: [] }
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      if (/LoRA|lora/.test(message))
        throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_INVALID, 'llama.cpp refuses an adapter', { cause })
      throw new OpenLedgerError(engineErrors.ENGINE_INTERNAL, `no context could be opened: ${message}`, { cause })
    }
  }

  #mustReload(adapters: readonly Adapter[]): boolean {
    const { adapters: inMemory } = this.#loaded
    const added = adapters.filter(({ path }) => !inMemory.has(path)).length
    const replaced = adapters.some(({ path, id }) => (inMemory.get(path) ?? id) !== id)
    return replaced || (added > 0 && inMemory.size + added > this.#options.maxAdaptersLoaded && inMemory.size > 0)
  }

  async #reload(): Promise<void> {
    if (this.#lent > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    this.#whenIdle = undefined
    const old = this.#loaded
    this.#logger.info('loading the base model anew to free adapters', { adapters: old.adapters.size })
    this.#loaded = this.#hold(await loadModel(this.#llama, this.#options.base.path))
    this.#reloads++
    await old.pool.clear()
    await old.model.dispose()
  }
}
