import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database } from '../database.ts'
import type { OpenDatabaseOptions, OpenedDatabase } from '../openedDatabase.ts'
import type { RunStatement } from '../runStatement.ts'
import { lockFolder } from './lockFolder.ts'
import { migrate } from './migrate.ts'

/** Opens the embedded database: {@link openDatabase} without a url. */
export async function openEmbedded(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { dataDir, logger } = options
  const unlock = dataDir === undefined ? () => {} : lockFolder(dataDir)
  try {
    if (dataDir !== undefined) {
      logger?.warn(
        'The database is PGlite: made for trials, it does not fsync and can lose the last writes when the machine (not the process) fails. Where real money is at stake, use PostgreSQL (docs/postgresql.md).',
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
    const run: RunStatement = async ({ text, values }) => (await pglite.query(text, [...values])).rows
    return { db, run, queue: { kind: 'embedded', pglite }, close }
  } catch (error) {
    unlock()
    throw error
  }
}
