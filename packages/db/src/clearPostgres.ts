import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { assertLedger, type LedgerIdentity } from './bindLedger.ts'
import { MIGRATIONS } from './open/migrate.ts'
import { openDatabase } from './openDatabase.ts'

/**
 * Removes an operator's books and job queue from a PostgreSQL database. What else lies there stays.
 *
 * @throws DB_LOCKED while a node has it open, DB_UNREACHABLE, DB_OTHER_LEDGER when the books are somebody else's
 */
export async function clearPostgres(url: string, identity: LedgerIdentity): Promise<void> {
  const { db, close } = await openDatabase({ url })
  try {
    await assertLedger(db, identity)
    // Under the same lock: no node makes the books its own in between.
    const tables = ['openledger_migrations', ...migratedTables()].map((name) => `public."${name}"`)
    await db.execute(sql.raw(`DROP TABLE ${tables.join(', ')} CASCADE`))
    await db.execute(sql.raw('DROP SCHEMA IF EXISTS pgboss CASCADE'))
  } finally {
    await close()
  }
}

/** Names of all tables that a migration ever made. */
function migratedTables(): string[] {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'))
  return files.flatMap((name) =>
    [...readFileSync(`${MIGRATIONS}/${name}`, 'utf8').matchAll(/CREATE TABLE "(\w+)"/g)].map((match) => match[1] ?? ''),
  )
}
