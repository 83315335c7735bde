import { getSession } from '@openledger/core/api/sessions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { eq } from 'drizzle-orm'
import { signInErrors } from '../../auth/errors.ts'
import { toApiSession } from '../../auth/toApiSession.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/auth/session: who is signed in, how, and until when. */
export const handler = defineHandler(getSession, async ({ session, deps }) => {
  const [row] = await deps.db.select().from(sessions).where(eq(sessions.id, session.sessionId))
  if (row === undefined) throw new OpenLedgerError(signInErrors.SESSION_INVALID, 'The session was signed out just now.')
  return toApiSession(deps.db, row, deps.chain.chainId)
})
