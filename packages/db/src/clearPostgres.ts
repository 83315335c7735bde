import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { assertLedger, type LedgerIdentity } from './bindLedger.ts'
import { asDatabaseError } from './open/asDatabaseError.ts'
import { lockServer } from './open/lockServer.ts'
import { MIGRATIONS } from './open/migrate.ts'
import { openDatabase } from './openDatabase.ts'

/**
 * Removes an operator's books and job queue from a PostgreSQL database. What else lies there stays.
 *
 * @throws DB_LOCKED while a node has it open, DB_UNREACHABLE, DB_OTHER_LEDGER when the books are somebody else's
 */
export async function clearPostgres(url: string, identity: LedgerIdentity): Promise<void> {
  const opened = await openDatabase({ url })
  try {
    await assertLedger(opened.db, identity)
  } finally {
    await opened.close()
  }
  const lock = await lockServer(url, () => undefined)
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const tables = ['openledger_migrations', ...migratedTables()].map((name) => `public."${name}"`)
    await client.query(`DROP TABLE IF EXISTS ${tables.join(', ')} CASCADE; DROP SCHEMA IF EXISTS pgboss CASCADE`)
  } catch (error) {
    throw asDatabaseError(error)
  } finally {
    await client.end()
    await lock.release()
  }
}

/** Names of all tables that a migration ever made. */
function migratedTables(): string[] {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'))
  return files.flatMap((name) =>
    [...readFileSync(`${MIGRATIONS}/${name}`, 'utf8').matchAll(/CREATE TABLE "(\w+)"/g)].map((match) => match[1] ?? ''),
  )
}
