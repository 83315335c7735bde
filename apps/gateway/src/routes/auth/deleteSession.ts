import { deleteSession } from '@openledger/core/api/sessions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { and, eq } from 'drizzle-orm'
import { signInErrors } from '../../auth/errors.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** DELETE /v1/auth/sessions/{id}: signs this or another session of the account out, from now on. */
export const handler = defineHandler(deleteSession, async ({ session, params, deps }) => {
  const ended = await deps.db
    .delete(sessions)
    .where(and(eq(sessions.id, params.id), eq(sessions.account, session.account)))
    .returning({ id: sessions.id })
  if (ended.length === 0)
    throw new OpenLedgerError(signInErrors.SESSION_NOT_FOUND, `The account has no session ${params.id}.`)
  return { sessionId: params.id, ended: true as const }
})
