import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** What queries are written against: PGlite today, PostgreSQL alike; a transaction of either fits too. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>
