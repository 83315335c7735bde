/** A request that did not succeed: what the gateway said, or why there is no answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** Registered code of the gateway; WEB_UNREACHABLE or WEB_BAD_ANSWER where it said none. */
  readonly code: string
  readonly status: number
  /** What to do now. */
  readonly hint: string

  constructor(problem: { code: string; status: number; message: string; hint: string }, cause?: unknown) {
    super(problem.message, { cause })
    this.code = problem.code
    this.status = problem.status
    this.hint = problem.hint
  }
}
