import { type PointedAdapter, pointContext } from './adapters/nativeAdapter.ts'
import type { ContextSlot } from './contextSlot.ts'

/**
 * Contexts that calls take turns with. One costs megabytes and milliseconds to make and microseconds to point at other
 * adapters, so they are kept, and the one used longest ago is pointed anew.
 */
export class ContextPool {
  readonly #create: () => Promise<ContextSlot>
  readonly #max: number
  #open = 0
  /** Least recently used first. */
  #idle: ContextSlot[] = []

  /**
   * @param options.max contexts in all; at least as many as are taken at a time
   * @param options.create makes a context that points at no adapters
   */
  constructor(options: { readonly max: number; readonly create: () => Promise<ContextSlot> }) {
    this.#max = options.max
    this.#create = options.create
  }

  /**
   * A context for these adapters: the one that had them last, else a new one, else one that had others.
   * @param key names the adapters: see `adapterKey`
   */
  async take(key: string, adapters: readonly PointedAdapter[]): Promise<ContextSlot> {
    const same = this.#idle.findLastIndex((slot) => slot.key === key)
    const [hot] = same >= 0 ? this.#idle.splice(same, 1) : []
    if (hot !== undefined) return hot
    const slot = this.#open < this.#max ? await this.#add() : this.#idle.shift()
    if (slot === undefined) throw new RangeError(`all ${this.#max} contexts are taken`)
    if (slot.key !== key) point(slot, key, adapters)
    return slot
  }

  /** Gives a context back for the next call. */
  giveBack(slot: ContextSlot): void {
    this.#idle.push(slot)
  }

  /** Frees a context whose state is not known. */
  async discard(slot: ContextSlot): Promise<void> {
    this.#open--
    await slot.context.dispose()
  }

  /** Points every idle context away from adapters that `holds` finds in its key. */
  leave(holds: (key: string) => boolean): void {
    for (const slot of this.#idle) if (holds(slot.key)) point(slot, '', [])
  }

  /** Frees the idle contexts. */
  async clear(): Promise<void> {
    const idle = this.#idle
    this.#idle = []
    await Promise.all(idle.map((slot) => this.discard(slot)))
  }

  async #add(): Promise<ContextSlot> {
    this.#open++
    try {
      return await this.#create()
    } catch (error) {
      this.#open--
      throw error
    }
  }
}

function point(slot: ContextSlot, key: string, adapters: readonly PointedAdapter[]): void {
  pointContext(slot.context, adapters)
  slot.key = key
  // What it has evaluated is of its former adapters.
  slot.chunked = []
}
