import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../database.ts'
import { DB_ERRORS } from '../errors.ts'

/** Folder of the migrations. */
export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url))
const appliedRows = z.array(z.object({ name: z.string(), sha256: z.string() }))

/**
 * Applies the migrations that this database has not had, in order of their names (they start with a time), each in a
 * transaction of its own. Files are discovered in the folder, so that people who write migrations side by side
 * share no list.
 *
 * @param database - the database
 * @param folder - folder of `*.sql` files
 * @returns names of the migrations applied now
 * @throws DB_MIGRATION_CHANGED when an applied file differs from what was applied
 */
export async function migrate(database: Database, folder: string = MIGRATIONS): Promise<string[]> {
  await database.execute(
    sql`CREATE TABLE IF NOT EXISTS openledger_migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  )
  const found: unknown = await database.execute(sql`SELECT name, sha256 FROM openledger_migrations`)
  const applied = new Map(
    appliedRows.parse(z.object({ rows: z.array(z.unknown()) }).parse(found).rows).map((row) => [row.name, row.sha256]),
  )
  const done: string[] = []
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const before = applied.get(name)
    if (before === sha256) continue
    if (before !== undefined) {
      throw new OpenLedgerError(
        DB_ERRORS.DB_MIGRATION_CHANGED,
        `Migration ${name} was changed after it had been applied.`,
      )
    }
    await database.transaction(async (transaction) => {
      for (const statement of text.split('--> statement-breakpoint')) await transaction.execute(sql.raw(statement))
      await transaction.execute(sql`INSERT INTO openledger_migrations (name, sha256) VALUES (${name}, ${sha256})`)
    })
    done.push(name)
  }
  return done
}
