import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DB_ERRORS } from '../errors.ts'

/** SQLSTATEs of a server that could not be asked: its class 08, shutting down, starting, full (PostgreSQL, Appendix A). */
const UNREACHABLE = /^(08...|57P0[123]|53300)$/
/** SQLSTATEs of an answer that no later try changes: wrong user, password or database, or too few rights in it. */
const REFUSED = /^(28...|3D000|42501)$/
/** SQLSTATEs of CREATE EXTENSION where there is none, or where this user may not. */
const NO_EXTENSION = /^(0A000|58P01|42501|22023)$/

/** Whether the server may answer a little later: it is starting, or nobody listens yet. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code !== undefined && (UNREACHABLE.test(code) || /^E(CONN|PIPE|TIMEDOUT|AI_AGAIN)/.test(code) || code === 'ENOENT')
  )
}

/** An error of the server as one of ours, where it says what to do; others as they are. */
export function asDatabaseError(error: unknown): unknown {
  if (OpenLedgerError.find(error) !== undefined) return error
  const code = codeOf(error) ?? ''
  const message = messageOf(error)
  if (NO_EXTENSION.test(code) && /extension|vector/.test(message)) {
    return new OpenLedgerError(DB_ERRORS.DB_VECTOR_MISSING, `PostgreSQL has no pgvector: ${message}.`, { cause: error })
  }
  if (isTransient(error) || REFUSED.test(code) || code === 'ENOTFOUND') {
    return new OpenLedgerError(DB_ERRORS.DB_UNREACHABLE, `PostgreSQL does not let us in: ${message}.`, { cause: error })
  }
  return error
}

/** The code of an error or of what caused it: drizzle wraps what the driver throws, and a socket's tries come together. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = inside(at)) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}

/** The innermost message: the driver's own words, without the query that drizzle puts before them. */
function messageOf(error: unknown): string {
  let message = String(error)
  for (let at = error; at instanceof Error; at = inside(at)) if (at.message !== '') message = at.message
  return message
}

const inside = (error: Error): unknown => (error instanceof AggregateError ? error.errors[0] : error.cause)
