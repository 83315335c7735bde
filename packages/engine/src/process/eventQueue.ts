/** Hands items from a producer that pushes to a consumer that pulls; what was pushed before a failure is delivered. */
export class EventQueue<T> {
  readonly #items: T[] = []
  #failure: { readonly error: Error } | undefined
  #wake: (() => void) | undefined

  push(item: T): void {
    this.#items.push(item)
    this.#wake?.()
  }

  fail(error: Error): void {
    this.#failure = { error }
    this.#wake?.()
  }

  /** The next item, once there is one. Throws the failure after the last item. */
  async next(): Promise<T> {
    for (;;) {
      if (this.#items.length > 0) return this.#items.shift() as T
      if (this.#failure) throw this.#failure.error
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
