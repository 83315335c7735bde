/** What a code means and what its reader can do about it. */
export type ErrorDescriptor = {
  /** Stable code: AREA_REASON in capitals. Tests assert it, clients switch on it. */
  readonly code: string
  /** HTTP status that the gateway answers with. */
  readonly status: number
  /** OpenAI's `error.type`. */
  readonly type:
    | 'invalid_request_error'
    | 'authentication_error'
    | 'insufficient_quota'
    | 'rate_limit_error'
    | 'not_found_error'
    | 'conflict_error'
    | 'server_error'
  /** What the reader does now: one imperative sentence. */
  readonly hint: string
}

/** Declares the errors of one area; the keys are the codes. */
export function defineErrors<const T extends Record<string, Omit<ErrorDescriptor, 'code'>>>(
  table: T,
): { readonly [K in keyof T & string]: ErrorDescriptor } {
  const entries = Object.entries(table).map(([code, rest]) => [code, { code, ...rest }])
  return Object.fromEntries(entries) as { readonly [K in keyof T & string]: ErrorDescriptor }
}

/** Every failure that leaves a function of OpenLedger is one of these. */
export class OpenLedgerError extends Error {
  override readonly name = 'OpenLedgerError'
  readonly code: string
  readonly status: number
  readonly type: ErrorDescriptor['type']
  readonly hint: string
  /** Facts for the reader (ids, limits, line numbers): no secrets, no content. */
  readonly details: Readonly<Record<string, string | number | boolean>>

  constructor(
    descriptor: ErrorDescriptor,
    message: string,
    options: { readonly cause?: unknown; readonly details?: Readonly<Record<string, string | number | boolean>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = descriptor.code
    this.status = descriptor.status
    this.type = descriptor.type
    this.hint = descriptor.hint
    this.details = options.details ?? {}
  }

  /** The nearest OpenLedgerError in a chain of causes, or undefined. */
  static find(error: unknown): OpenLedgerError | undefined {
    let current: unknown = error
    while (current instanceof Error) {
      if (current instanceof OpenLedgerError) return current
      current = current.cause
    }
    return undefined
  }
}
