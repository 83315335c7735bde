import { randomBytes, randomUUID } from 'node:crypto'
import type { OpenedSession } from '@openledger/core/api/sessions.ts'
import type { Database } from '@openledger/db/database.ts'
import { sessions } from '@openledger/db/schema/sessions.ts'
import { sql } from 'drizzle-orm'
import { hashToken } from './findKey.ts'
import { toApiSession } from './toApiSession.ts'

/** How long a session lasts, ms. It isn't renewed: who still wants it signs in again. */
export const SESSION_LIFE_ms = 24 * 3_600_000
/** Sessions of one account at a time; a further one ends the oldest. */
const SESSIONS_MAX = 32
/** Sessions that have ended and are cleared away with each new one. */
const CLEARED_MAX = 100

/** A session's token begins so, an API key with `ol-`: neither is ever taken for the other. */
export const SESSION_PREFIX = 'ols-'

/**
 * Opens a session for an account that has proven itself.
 *
 * @param opened.passkeyId the passkey that proved it; null: a wallet
 * @param opened.until ends it earlier than a day from now, ms since 1970
 * @returns the session with its token, which is shown this once
 */
export async function openSession(
  db: Pick<Database, 'execute' | 'insert' | '$count'>,
  opened: {
    readonly account: `0x${string}`
    readonly passkeyId: string | null
    readonly now_ms: number
    readonly chainId: number
    readonly until?: number | undefined
  },
): Promise<OpenedSession> {
  const { account, passkeyId, now_ms, chainId, until = Number.POSITIVE_INFINITY } = opened
  const token = `${SESSION_PREFIX}${randomBytes(32).toString('base64url')}`
  const row = {
    id: randomUUID(),
    tokenHash: hashToken(token),
    account,
    passkeyId,
    createdAt: new Date(now_ms),
    expiresAt: new Date(Math.min(now_ms + SESSION_LIFE_ms, until)),
  }
  await db.insert(sessions).values(row)
  await db.execute(sql`
    DELETE FROM ${sessions} WHERE ${sessions.id} IN (
      SELECT ${sessions.id} FROM ${sessions} WHERE ${sessions.expiresAt} <= ${row.createdAt.toISOString()}
      LIMIT ${CLEARED_MAX} FOR UPDATE SKIP LOCKED)`)
  await db.execute(sql`
    DELETE FROM ${sessions} WHERE ${sessions.account} = ${account} AND ${sessions.id} IN (
      SELECT ${sessions.id} FROM ${sessions} WHERE ${sessions.account} = ${account}
      ORDER BY ${sessions.createdAt} DESC, ${sessions.id} OFFSET ${SESSIONS_MAX})`)
  return { ...(await toApiSession(db, row, chainId)), token }
}
