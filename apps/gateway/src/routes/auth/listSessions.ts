import { listSessions } from '@openledger/core/api/sessions.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { and, desc, eq, gt } from 'drizzle-orm'
import { toApiSession } from '../../auth/toApiSession.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/auth/sessions: the account's own that go on, newest first; never their tokens. */
export const handler = defineHandler(listSessions, async ({ session, deps }) => {
  const rows = await deps.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.account, session.account), gt(sessions.expiresAt, new Date(deps.clock.now()))))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
  const all = await Promise.all(rows.map((row) => toApiSession(deps.db, row, deps.chain.chainId)))
  return { data: all.map((one) => ({ ...one, current: one.sessionId === session.sessionId })) }
})
