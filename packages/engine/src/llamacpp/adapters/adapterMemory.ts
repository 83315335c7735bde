import { DecayedFrequency } from './decayedFrequency.ts'
import type { LoadedAdapter } from './nativeAdapter.ts'

/** What can be brought into memory. */
type Loadable = { readonly id: string; readonly bytes: number; readonly scale: number }

/** Adapters lent to one call: they stay in memory until it ends. */
export type Borrowed<Loaded extends object = LoadedAdapter> = {
  readonly adapters: readonly (Loaded & { readonly scale: number })[]
  end(): Promise<void>
}

type Entry<Loaded> = {
  readonly id: string
  readonly bytes: number
  readonly loaded: Promise<Loaded>
  borrowers: number
}

/**
 * Adapters in memory, within a budget. Those that calls use stay; of the others those used least lately are freed (see
 * DecayedFrequency). One that is seldom used doesn't drive out one that is used often: it is freed after its call.
 */
export class AdapterMemory<Loaded extends object, File extends Loadable> {
  readonly #entries = new Map<string, Entry<Loaded>>()
  readonly #uses = new DecayedFrequency()
  readonly #budget: number
  readonly #max: number
  readonly #load: (file: File) => Promise<Loaded>
  readonly #dispose: (adapter: Loaded) => Promise<void>
  readonly #onFree: (id: string) => void
  #bytes = 0
  #hits = 0
  #loads = 0

  /**
   * @param options.budget bytes of adapter files; those in use may exceed it together
   * @param options.max most adapters, those in use excepted; any number unless set
   * @param options.load reads a file
   * @param options.free gives an adapter's memory back
   * @param options.onFree told before an adapter is freed: nothing may point at it afterwards
   */
  constructor(options: {
    readonly budget: number
    readonly max?: number
    readonly load: (file: File) => Promise<Loaded>
    readonly free: (adapter: Loaded) => Promise<void>
    readonly onFree: (id: string) => void
  }) {
    this.#budget = options.budget
    this.#max = options.max ?? Number.POSITIVE_INFINITY
    this.#load = options.load
    this.#dispose = options.free
    this.#onFree = options.onFree
  }

  get status() {
    return {
      adaptersLoaded: this.#entries.size,
      adapterBytes: this.#bytes,
      adapterHits: this.#hits,
      adapterLoads: this.#loads,
    }
  }

  /** Brings adapters into memory where they aren't, each counted as used. @throws what loading throws; nothing is lent then */
  async borrow(files: readonly File[]): Promise<Borrowed<Loaded>> {
    const entries = files.map((file) => this.#take(file))
    const end = async () => {
      for (const entry of entries.splice(0)) entry.borrowers--
      await this.#free(() => true)
    }
    try {
      const loaded = await Promise.all(entries.map((entry) => entry.loaded))
      const adapters = loaded.map((adapter, at) => ({ ...adapter, scale: files[at]?.scale ?? 0 }))
      return { adapters, end }
    } catch (error) {
      await end()
      throw error
    }
  }

  #take(file: File): Entry<Loaded> {
    const { id, bytes } = file
    this.#uses.use(id, this.#entries.size)
    const known = this.#entries.get(id)
    if (known !== undefined) {
      this.#hits++
      known.borrowers++
      return known
    }
    this.#loads++
    this.#bytes += bytes
    const entry: Entry<Loaded> = { id, bytes, borrowers: 1, loaded: this.#makeRoomAndLoad(file) }
    this.#entries.set(id, entry)
    // Whoever borrows it is told; one that can't be loaded isn't kept.
    entry.loaded.catch(() => this.#forget(entry))
    return entry
  }

  async #makeRoomAndLoad(file: File): Promise<Loaded> {
    const worth = this.#uses.of(file.id)
    await this.#free((other) => this.#uses.of(other.id) < worth)
    return this.#load(file)
  }

  /** Frees what nobody uses, the least used first, while the budget is exceeded. */
  async #free(mayGo: (entry: Entry<Loaded>) => boolean): Promise<void> {
    while (this.#bytes > this.#budget || this.#entries.size > this.#max) {
      const victim = this.#leastUsed()
      if (victim === undefined || !mayGo(victim)) return
      this.#forget(victim)
      this.#onFree(victim.id)
      await victim.loaded.then(
        (adapter) => this.#dispose(adapter),
        () => {},
      )
    }
  }

  #leastUsed(): Entry<Loaded> | undefined {
    let least: Entry<Loaded> | undefined
    for (const entry of this.#entries.values()) {
      if (entry.borrowers > 0) continue
      if (least === undefined || this.#uses.of(entry.id) < this.#uses.of(least.id)) least = entry
    }
    return least
  }

  #forget(entry: Entry<Loaded>): void {
    if (this.#entries.get(entry.id) !== entry) return
    this.#entries.delete(entry.id)
    this.#bytes -= entry.bytes
  }
}
