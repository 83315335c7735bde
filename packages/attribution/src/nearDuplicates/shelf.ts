/** Registrations of one kind, 0, 1, 2 … in their order. */
export type Shelf<F> = {
  readonly add: (features: F) => void
  /** The earliest registration that says nearly the same. */
  readonly findFirst: (features: F) => { readonly at: number; readonly similarity: number } | undefined
  readonly removeLast: () => void
}
