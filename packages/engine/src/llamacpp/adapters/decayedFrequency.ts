/** Uses after which a use counts half, for each adapter that memory holds: fitted on simulated traffic, see ADR 34. */
const HALF_LIFE_PER_RESIDENT = 24
/** Adapters that uses are counted for. Beyond, the half used least is forgotten. */
const TRACKED_MAX = 65_536

/**
 * How often something is used, lately more than long ago: each use adds one, and everything fades by half in a number of
 * uses. A use that is new therefore weighs more than all that faded before it, without one pass over the counts.
 */
export class DecayedFrequency {
  readonly #counts = new Map<string, number>()
  /** What a use adds now: it grows where the counts should fade. */
  #weight = 1

  /**
   * Counts a use.
   * @param residents how many are in memory now; the more there are, the longer a use is remembered
   */
  use(id: string, residents: number): void {
    this.#weight *= 2 ** (1 / (HALF_LIFE_PER_RESIDENT * Math.max(1, residents)))
    this.#counts.set(id, this.of(id) + this.#weight)
    if (this.#weight > 1e100) this.#rescale()
    if (this.#counts.size > TRACKED_MAX) this.#forgetHalf()
  }

  /** Comparable among ids at one moment; 0 for one never used. */
  of(id: string): number {
    return this.#counts.get(id) ?? 0
  }

  #rescale(): void {
    for (const [id, count] of this.#counts) this.#counts.set(id, count / this.#weight)
    this.#weight = 1
  }

  #forgetHalf(): void {
    const least = [...this.#counts].sort((a, b) => a[1] - b[1]).slice(0, TRACKED_MAX / 2)
    for (const [id] of least) this.#counts.delete(id)
  }
}
