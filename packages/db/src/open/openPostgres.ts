import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Database } from '../database.ts'
import type { OpenDatabaseOptions, OpenedDatabase } from '../openedDatabase.ts'
import type { RunStatement } from '../runStatement.ts'
import { asDatabaseError } from './asDatabaseError.ts'
import { lockServer } from './lockServer.ts'
import { migrate } from './migrate.ts'

/** Connections of one node, those of its job queue and its lock apart. */
const CONNECTIONS = 10

/**
 * What every session is told, whatever the server's defaults: tables are found in the schema that the migrations name,
 * a commit has reached the disk when it returns, and row locks (not the isolation level) keep money straight.
 */
const SESSION = [
  '-c search_path=public',
  '-c synchronous_commit=on',
  '-c default_transaction_isolation=read\\ committed',
  // A transaction that was left open would hold its channel's row, and with it every call of that payer.
  '-c idle_in_transaction_session_timeout=60000',
].join(' ')

/** Opens a PostgreSQL server's database: {@link openDatabase} with a url. */
export async function openPostgres(options: OpenDatabaseOptions & { readonly url: string }): Promise<OpenedDatabase> {
  const { url, logger, onLost } = options
  const warn = (message: string) => logger?.warn(message)
  const lock = await lockServer(url, (reason) => onLost?.(reason))
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, options: SESSION, keepAlive: true })
  // Nobody awaits an idle connection's end, nor that of one that is held between two queries.
  pool.on('error', (error) => warn(`A connection to the database ended: ${error.message}`))
  pool.on('connect', (client) => client.on('error', () => undefined))
  const close = async () => {
    await pool.end()
    await lock.release()
  }
  try {
    const db: Database = drizzle({ client: pool })
    await migrate(db)
    await warnOfLostWrites(pool, warn)
    const run: RunStatement = async ({ name, text, values }) =>
      (await pool.query<Record<string, unknown>>({ name, text, values: [...values] })).rows
    return { db, run, queue: { kind: 'server', url }, close }
  } catch (error) {
    await close()
    throw asDatabaseError(error)
  }
}

/** A server without fsync loses receipts with the power. */
async function warnOfLostWrites(pool: pg.Pool, warn: (message: string) => void): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting <> 'on'",
  )
  for (const { name } of rows) {
    warn(`PostgreSQL runs with ${name} off: it can lose receipts, or its whole data, when the machine fails.`)
  }
}
