import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/openDatabase.ts'
import { TEMPLATE } from './freshDatabase.ts'
import { startPostgres, type TestPostgres } from './startPostgres.ts'

let server: TestPostgres | undefined

/** Starts the PostgreSQL server that the tests share, with a migrated database to copy from. */
export async function setup(project: TestProject): Promise<void> {
  server = await startPostgres()
  const url = await server.createDatabase(TEMPLATE)
  await (await openDatabase({ url })).close()
  project.provide('postgresUrl', url)
}

/** Ends it after the last test. */
export async function teardown(): Promise<void> {
  await server?.stop()
}
