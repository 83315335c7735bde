import { type PointedAdapter, pointContext } from './adapters/nativeAdapter.ts'
import type { ContextSlot, PointedContext } from './contextSlot.ts'

/** What a call needs of a context. */
export type Wanted = {
  /** Names the adapters: see `adapterKey`. */
  readonly key: string
  readonly adapters: readonly PointedAdapter[]
  /** Other calls want the same, and their tokens may be evaluated together with this one's. */
  readonly shares: boolean
}

/**
 * Contexts that calls take turns with. One costs megabytes and milliseconds to make and microseconds to point at other
 * adapters, so they are kept, and the one used longest ago is pointed anew.
 *
 * All but one have one sequence. The shared one has several, for calls with the same adapters: their tokens are
 * evaluated together.
 */
export class ContextPool {
  readonly #create: (sequences: number) => Promise<PointedContext>
  readonly #max: number
  readonly #sharedSequences: number
  #open = 0
  /** Least recently used first. */
  #idle: ContextSlot[] = []
  #shared: PointedContext | undefined
  #making: Promise<PointedContext> | undefined
  /** Of the shared context. */
  #free: ContextSlot[] = []
  /** Shared contexts out of use, and the calls that are still in each. */
  readonly #retired = new Map<PointedContext, number>()

  /**
   * @param options.max contexts with one sequence; at least as many as are taken at a time
   * @param options.sharedSequences of the shared context; none below 2
   * @param options.create makes a context that points at no adapters
   */
  constructor(options: {
    readonly max: number
    readonly sharedSequences: number
    readonly create: (sequences: number) => Promise<PointedContext>
  }) {
    this.#max = options.max
    this.#sharedSequences = options.sharedSequences
    this.#create = options.create
  }

  /** Whether a call with these adapters would be evaluated together with others. */
  isShared(key: string): boolean {
    const shared = this.#shared
    return shared?.key === key && this.#free.length > 0 && this.#free.length < shared.slots.length
  }

  /** A place in the shared context, else a context of its own: the one that had these adapters last, else a new one, else one that had others. */
  async take(wanted: Wanted): Promise<ContextSlot> {
    const place = wanted.shares && this.#sharedSequences > 1 ? await this.#takeShared(wanted) : undefined
    if (place !== undefined) return place
    const { key, adapters } = wanted
    const same = this.#idle.findLastIndex((slot) => slot.home.key === key)
    const [hot] = same >= 0 ? this.#idle.splice(same, 1) : []
    if (hot !== undefined) return hot
    const slot = this.#open < this.#max ? await this.#add() : this.#idle.shift()
    if (slot === undefined) throw new RangeError(`all ${this.#max} contexts are taken`)
    if (slot.home.key !== key) point(slot.home, key, adapters)
    return slot
  }

  /** Gives a context back for the next call. */
  async giveBack(slot: ContextSlot): Promise<void> {
    if (slot.home === this.#shared) this.#free.push(slot)
    else if (slot.home.slots.length === 1) this.#idle.push(slot)
    else await this.#leave(slot.home)
  }

  /** Takes a place whose state is not known out of use; a shared context with all its places, once the others have left. */
  async discard(slot: ContextSlot): Promise<void> {
    const { home } = slot
    if (home.slots.length === 1) this.#open--
    if (home === this.#shared) {
      this.#retired.set(home, home.slots.length - this.#free.length)
      this.#shared = undefined
      this.#free = []
    }
    await this.#leave(home)
  }

  /** One call less in a context out of use; with the last it is freed. */
  async #leave(home: PointedContext): Promise<void> {
    const left = (this.#retired.get(home) ?? 1) - 1
    if (left > 0) this.#retired.set(home, left)
    else {
      this.#retired.delete(home)
      await home.context.dispose()
    }
  }

  /** Points every idle context away from adapters that `holds` finds in its key. */
  leave(holds: (key: string) => boolean): void {
    for (const { home } of this.#idle) if (holds(home.key)) point(home, '', [])
    const shared = this.#shared
    if (shared !== undefined && this.#isIdle(shared) && holds(shared.key)) point(shared, '', [])
  }

  /** Frees the idle contexts. */
  async clear(): Promise<void> {
    const idle = this.#idle
    this.#idle = []
    await Promise.all(idle.map((slot) => this.discard(slot)))
    const shared = this.#shared
    this.#shared = undefined
    this.#free = []
    await shared?.context.dispose()
  }

  async #takeShared({ key, adapters }: Wanted): Promise<ContextSlot | undefined> {
    if (this.#shared === undefined) {
      this.#making ??= this.#create(this.#sharedSequences).finally(() => {
        this.#making = undefined
      })
      const made = await this.#making
      if (this.#shared === undefined) {
        this.#shared = made
        this.#free = [...made.slots]
      }
    }
    const shared = this.#shared
    if (shared.key !== key) {
      if (!this.#isIdle(shared)) return undefined
      point(shared, key, adapters)
    }
    return this.#free.pop()
  }

  #isIdle(shared: PointedContext): boolean {
    return this.#free.length === shared.slots.length
  }

  async #add(): Promise<ContextSlot> {
    this.#open++
    try {
      const [slot] = (await this.#create(1)).slots
      if (slot === undefined) throw new RangeError('a context without a sequence')
      return slot
    } catch (error) {
      this.#open--
      throw error
    }
  }
}

function point(home: PointedContext, key: string, adapters: readonly PointedAdapter[]): void {
  pointContext(home.context, adapters)
  home.key = key
  // What it has evaluated is of its former adapters.
  for (const slot of home.slots) slot.chunked = []
}
