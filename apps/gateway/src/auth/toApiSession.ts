import type { Session } from '@openledger/core/api/sessions.ts'
import { didOf } from '@openledger/core/identity/didDocument.ts'
import type { Database } from '@openledger/db/database.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import type { sessions } from '@openledger/db/schema/sessions.ts'
import { eq } from 'drizzle-orm'

/** A session as the API says it. */
export async function toApiSession(
  db: Pick<Database, '$count'>,
  row: Omit<typeof sessions.$inferSelect, 'tokenHash'>,
  chainId: number,
): Promise<Session> {
  return {
    sessionId: row.id,
    account: row.account,
    did: didOf(chainId, row.account),
    method: row.passkeyId === null ? 'wallet' : 'passkey',
    keyKept: (await db.$count(keptAccounts, eq(keptAccounts.account, row.account))) > 0,
    createdAt: Math.floor(row.createdAt.getTime() / 1000),
    expiresAt: Math.floor(row.expiresAt.getTime() / 1000),
  }
}
