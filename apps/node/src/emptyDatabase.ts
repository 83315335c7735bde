import { parseArgs } from 'node:util'
import { clearPostgres } from '@openledger/db/clearPostgres.ts'
import { readNodeConfig } from './nodeConfig.ts'

/**
 * `node emptyDatabase.ts --config FILE`: removes the node's tables from its PostgreSQL database, whatever else lies
 * there being left alone. Does nothing where the books are embedded. Exit 0: done; 1: failed, with the reason.
 */
const { values } = parseArgs({ options: { config: { type: 'string' } } })
const { databaseUrl } = await readNodeConfig(values.config ?? '')
if (databaseUrl !== undefined) await clearPostgres(databaseUrl)
