import type { ContextSlot } from './contextSlot.ts'

/** Keeps contexts ready for the adapter sets that were used last. */
export class ContextPool {
  readonly #create: (key: string) => Promise<ContextSlot>
  readonly #maxIdle: number
  /** Least recently used first. */
  #idle: ContextSlot[] = []

  /**
   * @param options.maxIdle contexts kept when nobody uses them
   * @param options.create makes a context for a key
   */
  constructor(options: { readonly maxIdle: number; readonly create: (key: string) => Promise<ContextSlot> }) {
    this.#maxIdle = options.maxIdle
    this.#create = options.create
  }

  get idle(): number {
    return this.#idle.length
  }

  /** A context for `key`: the one used last, or a new one. */
  async take(key: string): Promise<ContextSlot> {
    const index = this.#idle.findLastIndex((slot) => slot.key === key)
    const [slot] = index >= 0 ? this.#idle.splice(index, 1) : []
    return slot ?? this.#create(key)
  }

  /** Gives a context back for reuse; the least recently used ones beyond `maxIdle` are freed. */
  async giveBack(slot: ContextSlot): Promise<void> {
    this.#idle.push(slot)
    const surplus = this.#idle.splice(0, Math.max(0, this.#idle.length - this.#maxIdle))
    await Promise.all(surplus.map((old) => old.context.dispose()))
  }

  /** Frees the idle contexts. */
  async clear(): Promise<void> {
    const idle = this.#idle
    this.#idle = []
    await Promise.all(idle.map((slot) => slot.context.dispose()))
  }
}
