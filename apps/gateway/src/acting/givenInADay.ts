import type { Database } from '@openledger/db/database.ts'
import { gasGrants } from '@openledger/db/schema/gasGrants.ts'
import { and, gt, type SQL, sql } from 'drizzle-orm'

const DAY_ms = 86_400_000

/**
 * Ether that was given for gas in the 24 hours before a moment, wei.
 * @param now_ms since 1970
 * @param where to these accounts alone
 */
export async function givenInADay(db: Database, now_ms: number, where?: SQL): Promise<bigint> {
  const sum = sql<string>`coalesce(sum(${gasGrants.amount}), 0)::text`
  const since = gt(gasGrants.createdAt, new Date(now_ms - DAY_ms))
  const [row] = await db.select({ sum }).from(gasGrants).where(and(since, where))
  return BigInt(row?.sum ?? 0)
}
