import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the migrated database that others are copied from. */
    postgresUrl: string
  }
}

/** Name of that database. */
export const TEMPLATE = 'migrated'

/** A database of its own on the tests' PostgreSQL server, migrated and empty: its address. */
export async function freshDatabase(): Promise<string> {
  const to = new URL(inject('postgresUrl'))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  to.pathname = '/postgres'
  const client = new pg.Client({ connectionString: to.href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
  await client.end()
  to.pathname = `/${name}`
  return to.href
}
