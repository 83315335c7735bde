import { openEmbedded } from './open/openEmbedded.ts'
import { openPostgres } from './open/openPostgres.ts'
import type { OpenDatabaseOptions, OpenedDatabase } from './openedDatabase.ts'

/**
 * Opens the database for one process at a time and applies the migrations: PostgreSQL when there is a `url`, else the
 * embedded one (PGlite with pgvector).
 *
 * @throws DB_LOCKED, DB_MIGRATION_CHANGED, DB_UNREACHABLE, DB_VECTOR_MISSING
 * @example
 * const { db, close } = await openDatabase({ dataDir: '.openledger/db' })
 * const { db, close } = await openDatabase({ url: 'postgres://openledger@localhost/openledger' })
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  return options.url === undefined ? openEmbedded(options) : openPostgres({ ...options, url: options.url })
}
