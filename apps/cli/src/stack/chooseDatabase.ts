import { stat } from 'node:fs/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { cliErrors } from '../errors.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { readJsonFile } from '../home/jsonFile.ts'

const configSchema = z.looseObject({ databaseUrl: z.string().optional() })

/**
 * Where a state folder's books are kept: once begun in one database they are never looked for in another, so that no
 * node starts with empty books beside a chain that knows better.
 *
 * @param wanted `OPENLEDGER_DATABASE_URL`; left out: where they were
 * @returns a PostgreSQL address; undefined: the embedded database
 * @throws CLI_DATABASE_DIFFERS
 */
export async function chooseDatabase(paths: HomePaths, wanted: string | undefined): Promise<string | undefined> {
  const before = (await readJsonFile(paths.config, configSchema))?.databaseUrl
  if (wanted === undefined) return before
  const isEmbedded = before === undefined && (await exists(paths.database))
  if (isEmbedded || (before !== undefined && databaseName(before) !== databaseName(wanted))) {
    const there = before === undefined ? paths.database : databaseName(before)
    throw new OpenLedgerError(
      cliErrors.CLI_DATABASE_DIFFERS,
      `The books of ${paths.home} are in ${there}, not in ${databaseName(wanted)}`,
    )
  }
  return wanted
}

/** Host, port and name of a database, without who logs in: that may change. */
export function databaseName(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  return `${searchParams.get('host') ?? hostname}:${port === '' ? '5432' : port}${pathname}`
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
