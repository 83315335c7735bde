import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { and, eq, gt } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { signInErrors } from './errors.ts'
import { hashToken } from './findKey.ts'
import { SESSION_PREFIX } from './openSession.ts'
import { readToken } from './readToken.ts'

/** Whom a session stands for. */
export type SessionOwner = { readonly sessionId: string; readonly account: Address }

/**
 * Who is signed in, by a request's `Authorization: Bearer ols-…`. Read from the table each time: a session that was
 * signed out a moment ago is one no more.
 *
 * @throws SESSION_MISSING, SESSION_INVALID (unknown, signed out or ended)
 */
export async function requireSession(
  deps: Pick<GatewayDeps, 'db' | 'clock'>,
  authorization: string | null,
): Promise<SessionOwner> {
  const token = readToken(authorization)
  if (token === undefined)
    throw new OpenLedgerError(signInErrors.SESSION_MISSING, 'The request carries no session token.')
  const [row] = token.startsWith(SESSION_PREFIX)
    ? await deps.db
        .select({ sessionId: sessions.id, account: sessions.account })
        .from(sessions)
        .where(and(eq(sessions.tokenHash, hashToken(token)), gt(sessions.expiresAt, new Date(deps.clock.now()))))
    : []
  if (row === undefined)
    throw new OpenLedgerError(signInErrors.SESSION_INVALID, 'The token is not that of a session that goes on.')
  return row
}
