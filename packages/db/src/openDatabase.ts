import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database } from './database.ts'
import { lockFolder } from './open/lockFolder.ts'
import { migrate } from './open/migrate.ts'

/** Where the database lives and who is told about it. */
export type OpenDatabaseOptions = {
  /** Folder of the database; left out: in memory, gone with the process. */
  readonly dataDir?: string
  /** Takes the start-up notice. */
  readonly logger?: { readonly warn: (message: string) => void }
}

/** An open, migrated database. */
export type OpenedDatabase = {
  readonly db: Database
  /** The embedded server itself, for pg-boss' `fromPglite`. */
  readonly pglite: PGlite
  readonly close: () => Promise<void>
}

/**
 * Opens the embedded database (PGlite with pgvector), one process at a time, and applies the migrations.
 *
 * @throws DB_LOCKED, DB_MIGRATION_CHANGED
 * @example
 * const { db, close } = await openDatabase({ dataDir: '.openledger/db' })
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { dataDir, logger } = options
  const unlock = dataDir === undefined ? () => {} : lockFolder(dataDir)
  try {
    if (dataDir !== undefined) {
      logger?.warn(
        'The database is PGlite: made for trials, it does not fsync and can lose the last writes when the machine (not the process) fails. Where real money is at stake, use PostgreSQL.',
      )
    }
    const pglite = await PGlite.create({
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, 'pg') }),
      extensions: { vector },
    })
    const db: Database = drizzle({ client: pglite })
    await migrate(db)
    const close = async () => {
      await pglite.close()
      unlock()
    }
    return { db, pglite, close }
  } catch (error) {
    unlock()
    throw error
  }
}
